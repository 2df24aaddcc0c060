package io.gossamer.ops.optim;

import io.gossamer.ops.kernel.Interleaved;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The steps of {@link OptimizerBench} against each other in one run, in CPU time.
 *
 * <pre>mvn -f sparse-ops -Pbench test-compile exec:exec -Dbench.main=io.gossamer.ops.optim.OptimizerRatios \
 *   -Dbench.arguments=</pre>
 */
public final class OptimizerRatios {
  private OptimizerRatios() {}

  public static void main(String[] arguments) {
    Map<String, OptimizerBench> benches = new LinkedHashMap<>();
    for (OptimizerKind kind : OptimizerKind.values()) {
      for (String step : new String[] {"whole", "clipped", "lazy"}) {
        if (kind != OptimizerKind.LAMB || !step.equals("lazy")) {
          benches.put(String.format("%-8s %-8s", kind, step), bench(kind, step));
        }
      }
    }
    Interleaved run = new Interleaved();
    OptimizerBench.Moved moved = new OptimizerBench.Moved();
    benches.forEach((name, bench) -> run.add(name, () -> bench.step(moved)));
    run.run(15);
    System.out.printf("java %s%n%-17s %9s %7s%n", Runtime.version(), "", "us", "GB/s");
    benches.forEach((name, bench) -> System.out.printf(
        "%s %,9.0f %7.1f%n", name, run.median(name), bench.bytesOfStep() / run.median(name) / 1e3));
  }

  private static OptimizerBench bench(OptimizerKind kind, String step) {
    OptimizerBench bench = new OptimizerBench();
    bench.optimizer = kind;
    bench.step = step;
    bench.build();
    return bench;
  }
}
