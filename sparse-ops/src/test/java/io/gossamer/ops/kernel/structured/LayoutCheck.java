package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.KernelChoice;

/** Runs {@link LayoutTwinTest} without JUnit, so that a forked JVM needs no launcher. */
final class LayoutCheck {
  private LayoutCheck() {}

  public static void main(String[] args) {
    LayoutTwinTest test = new LayoutTwinTest();
    test.structuredVectorsHaveTheWidthOfTheOthers();
    test.notANumberStaysVisibleInEveryLayout();
    for (LayoutTwinTest.Layout layout : LayoutTwinTest.layouts()) {
      try {
        test.layoutsGiveTheBitsOfThePatternWithoutStructure(layout);
      } catch (AssertionError e) {
        throw new AssertionError(layout.toString(), e);
      }
    }
    System.out.println("structured " + KernelChoice.kernels().name() + " agrees");
  }
}
