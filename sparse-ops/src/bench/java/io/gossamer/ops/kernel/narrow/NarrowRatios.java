package io.gossamer.ops.kernel.narrow;

import io.gossamer.ops.kernel.Interleaved;
import io.gossamer.ops.random.Seed;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Narrow forms of 300 blocks of 1,024 floats, plain loops against vectors, in CPU time.
 *
 * <pre>mvn -f sparse-ops -Pbench test-compile exec:exec -Dbench.main=io.gossamer.ops.kernel.narrow.NarrowRatios \
 *   -Dbench.arguments=</pre>
 */
public final class NarrowRatios {
  private static final int BLOCKS = 300;

  private NarrowRatios() {}

  private interface Loop {
    void run(NarrowKernels kernels, float[] x, int[] words);
  }

  public static void main(String[] arguments) {
    Map<String, Loop> loops = new LinkedHashMap<>();
    loops.put("largest", (k, x, w) -> k.largest(x, 1024));
    loops.put("to bf16", (k, x, w) -> k.toBf16(x, 1024, w));
    loops.put("from bf16", (k, x, w) -> k.fromBf16(w, 1024, x));
    loops.put("to fp16", (k, x, w) -> k.toFp16(x, 1024, 1, w));
    loops.put("from fp16", (k, x, w) -> k.fromFp16(w, 1024, 1, x));
    loops.put("to int8", (k, x, w) -> k.toInt8(x, 1024, 20, 77, 0, w));
    loops.put("from int8", (k, x, w) -> k.fromInt8(w, 1024, 0.05f, x));
    Interleaved run = new Interleaved();
    loops.forEach((name, loop) -> {
      run.add("scalar " + name, blocks(new ScalarNarrow(), loop));
      run.add("vector " + name, blocks(new VectorNarrow(), loop));
    });
    run.run(9);
    System.out.printf("java %s, GB/s of float%n%-12s %9s %9s%n", Runtime.version(), "", "scalar", "vector");
    double bytes = 4.0 * 1024 * BLOCKS;
    for (String name : loops.keySet()) {
      System.out.printf("%-12s %9.1f %9.1f%n", name, bytes / run.median("scalar " + name) / 1e3,
          bytes / run.median("vector " + name) / 1e3);
    }
  }

  private static Runnable blocks(NarrowKernels kernels, Loop loop) {
    float[][] x = new float[BLOCKS][NarrowKernels.ROOM];
    int[][] words = new int[BLOCKS][NarrowKernels.ROOM];
    Seed.Stream stream = new Seed(1).child("NarrowRatios").stream();
    for (float[] block : x) {
      for (int i = 0; i < NarrowKernels.BLOCK; i++) {
        block[i] = (float) stream.nextGaussian();
      }
    }
    return () -> {
      for (int b = 0; b < BLOCKS; b++) {
        loop.run(kernels, x[b], words[b]);
      }
    };
  }
}
