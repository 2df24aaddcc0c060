package io.gossamer.ops.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** Runs {@link TwinTest} without JUnit, so that a forked JVM needs no launcher. */
final class TwinCheck {
  private TwinCheck() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    for (Method method : TwinTest.class.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        run(method);
      } else if (method.getParameterCount() == 4) {
        for (Arguments arguments : TwinTest.cases().toList()) {
          run(method, arguments.get());
        }
      }
    }
    System.out.println(new VectorKernels().name() + " agrees");
  }

  private static void run(Method method, Object... arguments) throws ReflectiveOperationException {
    try {
      method.setAccessible(true);
      method.invoke(new TwinTest(), arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(method.getName() + " of " + Arrays.toString(arguments), e.getCause());
    }
  }
}
