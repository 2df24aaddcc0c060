package io.gossamer.ops.kernel.narrow;

import io.gossamer.ops.kernel.KernelChoice;

/** Runs {@link NarrowTest} without JUnit, so that a forked JVM needs no launcher. */
final class NarrowCheck {
  private NarrowCheck() {}

  public static void main(String[] args) {
    NarrowTest test = new NarrowTest();
    NarrowTest.counts().forEach(test::vectorsGiveTheBitsOfThePlainLoops);
    test.everyHalfComesBackAsItself(new VectorNarrow());
    System.out.println("narrow " + KernelChoice.kernels().name() + " agrees");
  }
}
