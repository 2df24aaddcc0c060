package io.gossamer.ops.peer;

import io.gossamer.ops.kernel.Arena;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Conv2d;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.LayerSpec;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.layer.Scratch;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.layer.Site;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.Sgd;
import io.gossamer.ops.optim.Stepper;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One thread against two in one interleaved run, in wall time, which is what threads are for: single layers (forward
 * and all gradients) and whole steps (rows into tiles, forward, loss, backward, optimiser, copies).
 *
 * <pre>mvn -f sparse-ops -Pbench test-compile exec:exec -Dbench.main=io.gossamer.ops.peer.ThreadRatios \
 *   -Dbench.arguments=</pre>
 */
public final class ThreadRatios {
  private static final int BATCH = 128;
  private static final int THREADS = 2;
  private static final int TURNS = 300;
  private static final long WARM_UP = 1_500_000_000L;
  private static final Seed SEED = new Seed(4);

  private ThreadRatios() {}

  public static void main(String[] arguments) {
    System.out.printf("java %s, kernels %s, batch %d, microseconds: least, lower quarter, median%n", Runtime.version(),
        KernelChoice.kernels().name(), BATCH);
    for (double sparsity : new double[] {0, 0.8, 0.9, 0.95, 0.99}) {
      compare("linear 1024 x 1024 at " + sparsity,
          layer(new Linear(1024), Shape.flat(1024), sparsity, Crew.ALONE), crew ->
              layer(new Linear(1024), Shape.flat(1024), sparsity, crew));
    }
    for (double sparsity : new double[] {0.9, 0.95}) {
      compare("conv 64 @ 16 at " + sparsity,
          layer(new Conv2d(64, 3, 1, 1, true), new Shape(64, 16, 16), sparsity, Crew.ALONE), crew ->
              layer(new Conv2d(64, 3, 1, 1, true), new Shape(64, 16, 16), sparsity, crew));
      compare("step of 784-300-100-10 at " + sparsity, step(List.of(300, 100), sparsity, Crew.ALONE),
          crew -> step(List.of(300, 100), sparsity, crew));
      compare("step of 784-2048-2048-10 at " + sparsity, step(List.of(2048, 2048), sparsity, Crew.ALONE),
          crew -> step(List.of(2048, 2048), sparsity, crew));
    }
  }

  private static void compare(String name, Runnable alone, Function<Crew, Runnable> with) {
    Crew crew = new Crew(THREADS);
    Runnable together = with.apply(crew);
    crew.begin();
    warmUp(alone);
    warmUp(together);
    double[] one = new double[TURNS];
    double[] two = new double[TURNS];
    for (int n = 0; n < TURNS; n++) {
      one[n] = micros(alone);
      two[n] = micros(together);
    }
    crew.end();
    Arrays.sort(one);
    Arrays.sort(two);
    System.out.printf("%-34s one %8.0f %8.0f %8.0f   two %8.0f %8.0f %8.0f   ratio %.2f %.2f %.2f%n", name,
        one[0], one[TURNS / 4], one[TURNS / 2], two[0], two[TURNS / 4], two[TURNS / 2], one[0] / two[0],
        one[TURNS / 4] / two[TURNS / 4], one[TURNS / 2] / two[TURNS / 2]);
  }

  private static void warmUp(Runnable work) {
    long end = System.nanoTime() + WARM_UP;
    while (System.nanoTime() < end) {
      work.run();
    }
  }

  private static double micros(Runnable work) {
    work.run();
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e3;
  }

  private static Runnable layer(LayerSpec spec, Shape input, double sparsity, Crew crew) {
    List<Parameter> parameters = spec.parameters(List.of(input));
    Parameter weight = parameters.get(0);
    Pattern pattern = Patterns.random(
        weight.out(), weight.in(), (int) Math.round((1 - sparsity) * weight.places()), SEED.child("mask"));
    int nnz = pattern.nnz();
    int biases = (int) parameters.get(1).places();
    List<Window> windows = List.of(
        new Window("weight", 0, nnz, Role.MASKED, true), new Window("bias", nnz, biases, Role.BIAS, true));
    Scratch scratch = new Scratch(crew.threads(), spec.scratchFloats(List.of(input), false));
    Layer layer = spec.compile(new Site(
        0, KernelChoice.kernels(), List.of(tensor(input)), tensor(spec.output(List.of(input))), windows, pattern,
        sparsity == 0, false, true, true, Tile.count(BATCH), draws(nnz + biases), new float[1 << 21], crew, scratch));
    Batch batch = new Batch();
    batch.set(new DenseRows(1, new float[1], new float[1], null), new int[BATCH], 0, BATCH, true, 0);
    layer.refresh();
    return () -> {
      layer.forward(batch);
      layer.backward(batch);
    };
  }

  private static Tensor tensor(Shape shape) {
    int at = new Arena(0).take(0);
    int floats = Math.max(1 << 20, Tile.count(BATCH) * shape.features() * Tile.LANES + 16);
    return new Tensor(shape, draws(floats), at, draws(floats), at, true);
  }

  private static Runnable step(List<Integer> hidden, double sparsity, Crew crew) {
    NetworkSpec spec = NetworkSpec.mlp(784, hidden, 10, LossKind.SOFTMAX);
    List<Pattern> patterns = spec.masked().stream().map(NetworkSpec.Masked::parameter)
        .map(weight -> Patterns.random(
            weight.out(), weight.in(), (int) Math.round((1 - sparsity) * weight.places()), SEED.child("mask")))
        .toList();
    Network network = new Network(spec, patterns, Executions.UNMEASURED, KernelChoice.kernels(), crew, BATCH);
    Stepper stepper =
        new Stepper(new Sgd(0.9f, true, 1e-4f), Clipping.NONE, network.layout(), network.touched(), crew);
    network.load(Initialization.values(spec, patterns, SEED));
    DenseRows rows = new DenseRows(784, draws(784 * BATCH), new float[BATCH], null);
    int[] order = IntStream.range(0, BATCH).toArray();
    return () -> {
      network.gradient(rows, order, 0, BATCH, 0);
      stepper.step(network.parameters(), network.gradients(), network.touched(), 1e-4f);
      network.refresh();
    };
  }

  private static float[] draws(int count) {
    Seed.Stream stream = SEED.stream();
    float[] draws = new float[count];
    for (int n = 0; n < draws.length; n++) {
      draws[n] = (float) stream.nextGaussian();
    }
    return draws;
  }
}
