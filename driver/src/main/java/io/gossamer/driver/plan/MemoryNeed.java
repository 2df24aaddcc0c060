package io.gossamer.driver.plan;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;

/**
 * What a run needs beside Spark itself, in bytes.
 *
 * @param driver values, their sums and one round's updates
 * @param task compiled network, gradients, momentum and buffers of one task
 * @param data packed shards, spread over the executors
 */
public record MemoryNeed(long driver, long task, long data) {
  /** Four bytes each for a value as message, decoded, and eight for its sum. */
  private static final int DRIVER_BYTES_PER_VALUE = 24;

  /** Value, gradient, momentum, result, copy by rows, two offsets and the pattern's four indices. */
  private static final int TASK_BYTES_PER_WEIGHT = 44;

  static MemoryNeed of(NetworkSpec network, int batchSize, long largestNnz, int shards, long dataBytes) {
    long values = largestNnz + network.denseValues();
    return new MemoryNeed(
        values * (DRIVER_BYTES_PER_VALUE + 8L * shards),
        values * TASK_BYTES_PER_WEIGHT + Network.bufferBytes(network, batchSize),
        dataBytes);
  }

  /**
   * @throws InvalidInput if the driver's share cannot fit a heap of {@code heap} bytes
   */
  void checkDriver(long heap) {
    if (driver > heap) {
      throw new InvalidInput("the driver needs " + megabytes(driver) + " for values and updates, its heap is "
          + megabytes(heap) + "; raise --driver-memory (GOSSAMER_HEAP with bin/gossamer), the sparsity, or lower "
          + "data.shards");
    }
  }

  /** For people. */
  public static String megabytes(long bytes) {
    return String.format("%,.1f MB", bytes / 1e6);
  }
}
