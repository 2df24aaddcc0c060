package io.gossamer.ops.kernel;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.InvariantBroken;

/** The kernels of this JVM, chosen once: vectors when the module is there, else plain loops. */
public final class KernelChoice {
  /** System property that forces a choice: {@code scalar} or {@code vector}. */
  public static final String PROPERTY = "gossamer.kernels";

  private static final String MODULE = "jdk.incubator.vector";
  private static final String FLAG = "--add-modules=" + MODULE;

  private static KernelChoice choice;

  private final Kernels kernels;
  private final String reason;

  private KernelChoice(Kernels kernels, String reason) {
    this.kernels = kernels;
    this.reason = reason;
  }

  /**
   * The kernels of this JVM.
   *
   * @throws InvalidInput if {@link #PROPERTY} asks for what does not exist or cannot be had
   */
  public static Kernels kernels() {
    return choice().kernels;
  }

  /** One sentence for the log: which kernels, and why. */
  public static String reason() {
    return choice().reason;
  }

  // Not a holder class: its failed initialiser would hide the InvalidInput in an Error.
  private static synchronized KernelChoice choice() {
    if (choice == null) {
      choice = choose(System.getProperty(PROPERTY), ModuleLayer.boot().findModule(MODULE).isPresent());
    }
    return choice;
  }

  static KernelChoice choose(String forced, boolean modulePresent) {
    if (forced == null) {
      return modulePresent
          ? vector("module " + MODULE + " is present")
          : new KernelChoice(
              new ScalarKernels(),
              "kernels are scalar, about twenty times slower than vector ones, because module " + MODULE
                  + " is missing; start the JVM with " + FLAG);
    }
    String because = "-D" + PROPERTY + "=" + forced;
    switch (forced) {
      case "scalar":
        return new KernelChoice(new ScalarKernels(), "kernels are scalar because of " + because);
      case "vector":
        if (!modulePresent) {
          throw new InvalidInput(
              because + " needs module " + MODULE + ", which this JVM runs without; start it with " + FLAG
                  + ", or leave " + PROPERTY + " unset");
        }
        return vector(because);
      default:
        throw new InvalidInput(
            "system property " + PROPERTY + " is \"" + forced + "\"; it must be \"scalar\" or \"vector\", or unset to"
                + " let Gossamer choose");
    }
  }

  private static KernelChoice vector(String because) {
    try {
      // By name, so that this class loads where the module is missing.
      Class<?> type = Class.forName("io.gossamer.ops.kernel.VectorKernels");
      Kernels kernels = (Kernels) type.getDeclaredConstructor().newInstance();
      return new KernelChoice(kernels, "kernels are " + kernels.name() + " because " + because);
    } catch (ReflectiveOperationException e) {
      throw (InvariantBroken) new InvariantBroken("vector kernels cannot be loaded though " + because).initCause(e);
    }
  }

  Kernels chosen() {
    return kernels;
  }

  String because() {
    return reason;
  }
}
