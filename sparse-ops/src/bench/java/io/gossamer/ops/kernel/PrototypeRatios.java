package io.gossamer.ops.kernel;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.SparseMatrix;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Our sparse kernels against the prototypes that the design was found with, pass by pass, in one interleaved run. The
 * prototypes are no part of this project: {@code -Dgossamer.prototypes=FOLDER} names their compiled classes. Taken are
 * those of 64 columns a tile: {@code Kernels.fwd512_T4} and {@code panel512_T4}, or {@code fwd256_T8} and
 * {@code panel256_T8}; backward {@code K6.bp_T4}, or on vectors of eight {@code K6.bp_T8} rewritten for them.
 */
public final class PrototypeRatios {
  private static final int ROUNDS = 15;
  private static final int BATCH = 128;
  private static final int SIZE = 1024;
  private static final int[] WIDTHS = {96, 128, 192, 256, SIZE};

  private final boolean wide = VectorWidth.SPECIES.length() == 16;
  private final MethodHandle forward;
  private final MethodHandle backward;
  private final float[] x = Drawn.floats(BATCH * SIZE, "x");
  private final float[] y = Drawn.floats(BATCH * SIZE, "y");
  private final float[] dx = Drawn.floats(BATCH * SIZE, "dx");
  private final int at = new Arena(0).take(0);

  private PrototypeRatios(ClassLoader prototypes) throws ReflectiveOperationException {
    this.forward = method(prototypes.loadClass("Kernels"), wide ? "panel512_T4" : "panel256_T8");
    this.backward = method(prototypes.loadClass("K6"), wide ? "bp_T4" : "bp_T8");
  }

  private static MethodHandle method(Class<?> type, String name) throws ReflectiveOperationException {
    Method method = Arrays.stream(type.getDeclaredMethods())
        .filter(found -> found.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchMethodException(type.getName() + "." + name));
    method.setAccessible(true);
    return MethodHandles.lookup().unreflect(method);
  }

  public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
    String folder = System.getProperty("gossamer.prototypes");
    if (folder == null) {
      throw new IllegalArgumentException("-Dgossamer.prototypes must name the folder of the compiled prototypes");
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {Path.of(folder).toUri().toURL()})) {
      PrototypeRatios ratios = new PrototypeRatios(loader);
      System.out.printf("java %s, kernels %s%n", Runtime.version(), KernelChoice.kernels().name());
      for (double sparsity : new double[] {0.8, 0.9, 0.95}) {
        ratios.compare(sparsity);
      }
    }
  }

  private void compare(double sparsity) {
    SparseMatrix matrix = SparseMatrix.of(SIZE, SIZE, 1 - sparsity, new Seed(1));
    LinearLayer ours = new LinearLayer(BATCH, matrix, new Seed(2));
    Kernels kernels = KernelChoice.kernels();
    Interleaved run = new Interleaved()
        .add("forward", () -> ours.sparseForward(kernels))
        .add("backward", () -> ours.sparseBackward(kernels));
    for (int width : WIDTHS) {
      Theirs outputs = new Theirs(Panels.byOutput(matrix.pattern(), width));
      Theirs inputs = new Theirs(Panels.byInput(matrix.pattern(), width));
      run.add("forward " + width, () -> forward(outputs));
      run.add("backward " + width, () -> backward(inputs));
    }
    run.run(ROUNDS);
    for (String pass : new String[] {"forward", "backward"}) {
      double best = Double.MAX_VALUE;
      StringBuilder each = new StringBuilder();
      for (int width : WIDTHS) {
        double median = run.median(pass + " " + width);
        best = Math.min(best, median);
        each.append(String.format("%8.0f", median));
      }
      System.out.printf("%s %-8s ours %6.0f, theirs %s, theirs / ours %.2f%n", sparsity, pass, run.median(pass), each,
          best / run.median(pass));
    }
  }

  /** Places and values of a matrix as the prototypes want them. */
  private static final class Theirs {
    private final int panels;
    private final int[] starts;
    private final int[] offsets;
    private final float[] values;
    private final float[] gradient;

    Theirs(Panels ours) {
      this.panels = ours.count();
      this.starts = new int[panels * SIZE + 1];
      for (int n = 0; n < panels * SIZE; n++) {
        starts[n + 1] = ours.starts()[n / SIZE * (SIZE + 1) + n % SIZE + 1];
      }
      this.offsets = ours.offsets();
      this.values = Drawn.floats(offsets.length, "values");
      this.gradient = Drawn.floats(offsets.length, "gradient");
    }
  }

  private void forward(Theirs w) {
    try {
      for (int b = 0; b < BATCH; b += Tile.LANES) {
        for (int p = 0; p < w.panels; p++) {
          forward.invokeExact(
              SIZE, w.starts, p * SIZE, w.offsets, w.values, x, at + b * SIZE, y, at + b * SIZE, p == 0);
        }
      }
    } catch (Throwable e) {
      throw new AssertionError("a prototype failed", e);
    }
  }

  private void backward(Theirs w) {
    try {
      for (int b = 0; b < BATCH; b += Tile.LANES) {
        for (int p = 0; p < w.panels; p++) {
          backward.invokeExact(
              SIZE, w.starts, p * SIZE, w.offsets, w.values, w.gradient, x, at + b * SIZE, y, at + b * SIZE, dx,
              at + b * SIZE, p == 0, b == 0);
        }
      }
    } catch (Throwable e) {
      throw new AssertionError("a prototype failed", e);
    }
  }

  /** Uniform draws in an array that G1 keeps aligned. */
  private static final class Drawn {
    static float[] floats(int count, String name) {
      Seed.Stream draws = new Seed(3).child(name).stream();
      float[] floats = new float[Math.max(count + Tile.LANES, 1 << 21)];
      for (int n = 0; n < count + Tile.LANES; n++) {
        floats[n] = (float) draws.nextDouble() - 0.5f;
      }
      return floats;
    }
  }
}
