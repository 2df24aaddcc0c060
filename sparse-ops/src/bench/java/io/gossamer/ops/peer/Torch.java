package io.gossamer.ops.peer;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** PyTorch through DJL, one thread. */
final class Torch {
  private static final String ENGINE = "PyTorch";

  private Torch() {}

  /** The engine, told to use one thread; its native library comes with Maven and nothing is downloaded. */
  static NDManager open() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    return NDManager.newBaseManager(Device.cpu(), ENGINE);
  }

  static String version() {
    return ENGINE + " " + Engine.getEngine(ENGINE).getVersion();
  }

  /** Normal draws that have a gradient. */
  static NDArray parameter(NDManager manager, double deviation, long... shape) {
    NDArray array = manager.randomNormal(0f, (float) deviation, new Shape(shape), DataType.FLOAT32);
    array.setRequiresGradient(true);
    return array;
  }
}
