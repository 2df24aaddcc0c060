package io.gossamer.ops.kernel.structured;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.gossamer.ops.kernel.Arena;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Panels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Structured layouts against the unstructured kernels on the same pattern and against dense OpenBLAS, 128 x 1024 x
 * 1024, one thread. All variants of a sparsity take turns in one run; times are CPU time of the thread, medians, and
 * beside them the 5th percentile. Both sides share one backward pass.
 */
public final class StructuredRatios {
  private static final int BATCH = 128;
  private static final int SIZE = 1024;
  private static final int TILES = Tile.count(BATCH);
  private static final int WARM_UP = 60;
  private static final int TURNS = 101;
  private static final Kernels KERNELS = KernelChoice.kernels();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private StructuredRatios() {}

  /** Something timed, and its times in nanoseconds. */
  private record Timed(Runnable work, long[] times) {
    static Timed of(Runnable work) {
      return new Timed(work, new long[TURNS]);
    }

    void turn(int n) {
      long before = THREADS.getCurrentThreadCpuTime();
      work.run();
      long after = THREADS.getCurrentThreadCpuTime();
      if (n >= 0) {
        times[n] = after - before;
      }
    }

    double micros() {
      return sorted()[TURNS / 2] / 1e3;
    }

    /** The fast end, at the 5th percentile: near what a machine without other work would show. */
    double fastMicros() {
      return sorted()[TURNS / 20] / 1e3;
    }

    private long[] sorted() {
      long[] sorted = times.clone();
      Arrays.sort(sorted);
      return sorted;
    }
  }

  /** One pattern in its layout and without. */
  private record Contest(
      String name, Pattern pattern, StructuredLayer layer, Timed plainForward, Timed forward, Timed backward) {
    List<Timed> timed() {
      return List.of(plainForward, forward, backward);
    }
  }

  public static void main(String[] args) {
    System.out.println(KERNELS.name() + ", Java " + System.getProperty("java.version"));
    for (double sparsity : new double[] {0.8, 0.9, 0.95}) {
      run(sparsity);
    }
  }

  private static void run(double sparsity) {
    Buffers buffers = new Buffers();
    List<Contest> contests = new ArrayList<>();
    double density = 1 - sparsity;
    Seed seed = new Seed(3).child("ratios");
    int fanIn = (int) Math.round(density * SIZE);
    contests.add(contest("fan-in " + fanIn, expand(1, 1, SIZE, fanIn, SIZE, seed), buffers));
    int kept = (int) Math.round(density * 128);
    contests.add(contest(kept + ":128", expand(1, 1, SIZE, kept, 128, seed), buffers));
    for (int[] block : new int[][] {{2, 1}, {4, 1}, {8, 1}, {4, 4}, {8, 8}, {16, 16}, {32, 32}}) {
      int blocks = (int) Math.round(density * SIZE / block[1]);
      contests.add(contest(
          block[0] + " x " + block[1],
          expand(block[0], block[1], SIZE / block[0], blocks, SIZE / block[1], seed), buffers));
    }
    Blas blas = new Blas();
    Timed blasForward = Timed.of(blas::forward);
    Timed blasBackward = Timed.of(blas::backward);
    for (int n = -WARM_UP; n < TURNS; n++) {
      // Untimed: OpenBLAS has filled the caches, which the first in turn must not pay for.
      contests.get(0).plainForward.work.run();
      for (Contest contest : contests) {
        for (Timed timed : contest.timed()) {
          timed.turn(n);
        }
      }
      blasForward.turn(n);
      blasBackward.turn(n);
    }
    print(sparsity, contests, blasForward.micros(), blasBackward.micros());
  }

  /** Each block row keeps {@code kept} blocks of each run of {@code run} block columns. */
  private static Pattern expand(int rows, int columns, int blockRows, int kept, int run, Seed seed) {
    int[] start = new int[blockRows * rows + 1];
    List<int[]> inputs = new ArrayList<>();
    for (int o = 0; o < blockRows * rows; o++) {
      Seed row = seed.child("row", o / rows);
      int[] list = IntStream.range(0, SIZE / columns / run).flatMap(r -> Arrays.stream(
          Patterns.random(1, run, kept, row.child("run", r)).columns()).map(c -> r * run + c))
          .flatMap(c -> IntStream.range(c * columns, (c + 1) * columns)).toArray();
      inputs.add(list);
      start[o + 1] = start[o] + list.length;
    }
    return new Pattern(
        blockRows * rows, SIZE, start, inputs.stream().flatMapToInt(Arrays::stream).toArray());
  }

  private static Contest contest(String name, Pattern pattern, Buffers buffers) {
    StructuredLayer layer = StructuredLayer.of(pattern, KERNELS).orElseThrow();
    Plain plain = new Plain(pattern, buffers);
    Panels inputs = Panels.wholeByInput(pattern);
    layer.refresh(plain.values, 0);
    return new Contest(
        name, pattern, layer, Timed.of(plain::forward),
        Timed.of(() -> {
          for (int t = 0; t < TILES; t++) {
            layer.forward(plain.bias, 0, buffers.all, buffers.x(t), buffers.all, buffers.y(t), true, Tile.LANES);
          }
        }),
        Timed.of(() -> {
          for (int t = 0; t < TILES; t++) {
            KERNELS.sparseBackward(
                inputs, 
                plain.values, 0, plain.gradient, 0, buffers.all, buffers.x(t), buffers.all, buffers.dy(t), buffers.all,
                buffers.dx(t), true, Tile.LANES, plain.scratch);
          }
        }));
  }

  private static void print(double sparsity, List<Contest> contests, double blasForward, double blasBackward) {
    System.out.printf("%n%.0f %% sparse; OpenBLAS forward %.0f us, backward %.0f us%n", 100 * sparsity, blasForward,
        blasBackward);
    System.out.println("| layout | forward plain, us | structured, us | ratio | ratio, fast end | backward, us "
        + "| OpenBLAS / structured, both passes | forward index, bytes a place |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Contest c : contests) {
      System.out.printf("| %s | %.0f | %.0f | %.2f | %.2f | %.0f | %.1f | %.2f |%n", c.name, c.plainForward.micros(),
          c.forward.micros(), c.plainForward.micros() / c.forward.micros(),
          c.plainForward.fastMicros() / c.forward.fastMicros(), c.backward.micros(),
          (blasForward + blasBackward) / (c.forward.micros() + c.backward.micros()),
          (double) c.layer.forwardIndexBytes() / c.pattern.nnz());
    }
  }

  /** Activations of all tiles, on cache lines of one array large enough that G1 keeps it in place. */
  private static final class Buffers {
    final float[] all;
    private final int at;

    Buffers() {
      Arena arena = new Arena(Math.max(4 * TILES * SIZE * Tile.LANES, 1 << 22));
      this.all = arena.floats();
      this.at = arena.take(4 * TILES * SIZE * Tile.LANES);
      Seed.Stream draws = new Seed(4).stream();
      for (int n = at; n < all.length; n++) {
        all[n] = (float) draws.nextDouble() - 0.5f;
      }
    }

    int x(int tile) {
      return at + tile * SIZE * Tile.LANES;
    }

    int y(int tile) {
      return x(TILES + tile);
    }

    int dy(int tile) {
      return x(2 * TILES + tile);
    }

    int dx(int tile) {
      return x(3 * TILES + tile);
    }
  }

  /** The pattern on the kernels that know of no structure. */
  private static final class Plain {
    final float[] values;
    final float[] gradient;
    final float[] bias = new float[SIZE];
    final float[] scratch = new float[Kernels.scratchFloats(SIZE)];
    private final Pattern pattern;
    private final Buffers buffers;
    private final float[] byRow;
    private final Panels outputs;

    Plain(Pattern pattern, Buffers buffers) {
      this.pattern = pattern;
      this.buffers = buffers;
      this.values = new float[pattern.nnz()];
      this.gradient = new float[pattern.nnz()];
      this.byRow = new float[pattern.nnz()];
      this.outputs = Panels.byOutput(pattern);
      Seed.Stream draws = new Seed(6).stream();
      for (int p = 0; p < values.length; p++) {
        values[p] = (float) draws.nextDouble() - 0.5f;
        byRow[pattern.positions()[p]] = values[p];
      }
    }

    void forward() {
      for (int t = 0; t < TILES; t++) {
        KERNELS.sparseForward(
            outputs, byRow, bias, 0, buffers.all, buffers.x(t), buffers.all, buffers.y(t), true, Tile.LANES);
      }
    }
  }

  /** The dense rival on native memory, rows of the batch contiguous, as frameworks lie. */
  private static final class Blas {
    private final FloatPointer x = draws(BATCH * SIZE);
    private final FloatPointer y = draws(BATCH * SIZE);
    private final FloatPointer dx = draws(BATCH * SIZE);
    private final FloatPointer w = draws(SIZE * SIZE);
    private final FloatPointer gradient = draws(SIZE * SIZE);

    Blas() {
      blas_set_num_threads(1);
    }

    private static FloatPointer draws(int count) {
      Seed.Stream draws = new Seed(5).stream();
      float[] values = new float[count];
      for (int n = 0; n < count; n++) {
        values[n] = (float) draws.nextDouble() - 0.5f;
      }
      return new FloatPointer(values);
    }

    void forward() {
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, BATCH, SIZE, SIZE, 1f, x, SIZE, w, SIZE, 0f, y, SIZE);
    }

    void backward() {
      cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, BATCH, SIZE, SIZE, 1f, y, SIZE, w, SIZE, 0f, dx, SIZE);
      cblas_sgemm(
          CblasRowMajor, CblasTrans, CblasNoTrans, SIZE, SIZE, BATCH, 1f, y, SIZE, x, SIZE, 1f, gradient, SIZE);
    }
  }
}
