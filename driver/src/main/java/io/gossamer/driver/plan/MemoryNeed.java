package io.gossamer.driver.plan;

import io.gossamer.driver.model.Model;
import io.gossamer.driver.round.Rotation;
import io.gossamer.driver.spark.ExecutorShare;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.worker.evidence.EvidencePass;
import io.gossamer.worker.round.TrainSpec;
import java.util.List;
import java.util.Optional;

/**
 * What a run needs beside Spark itself, in bytes.
 *
 * @param driver values, what of the optimiser's state is averaged, their sums and one round's updates
 * @param task compiled network, gradients, momentum and buffers of one task, and the network with all places that
 *     measures for a mask method
 * @param data packed shards, spread over the executors
 */
public record MemoryNeed(long driver, long task, long data) {
  /** Four bytes each for a value as message, decoded, and eight for its sum. */
  private static final int DRIVER_BYTES_PER_VALUE = 24;

  /** Of a particle that is put aside: its message, once as it is and once in Spark's blocks, and in a checkpoint. */
  private static final int DRIVER_BYTES_PER_VALUE_ASIDE = 12;

  /** A teacher's value and its place, each once as they are and once as message. */
  private static final int DRIVER_BYTES_PER_TAUGHT = 16;

  /** Value, gradient, result, copy by rows, two offsets and the pattern's four indices. */
  private static final int TASK_BYTES_PER_WEIGHT = 40;

  /** Of an optimiser's state that travels, beside the state itself: as it came, and as it goes. */
  private static final int TASK_BYTES_PER_AVERAGED = 8;

  /** A mask method's rule: the stored weight, its place by row, its factor or whether it counts. */
  private static final int BYTES_PER_RULED = 12;

  /** A convolution's partial sums and second copy. */
  private static final int BYTES_PER_CONVOLVED = 68;

  /** A full matrix and its gradient. */
  private static final int BYTES_PER_WRITTEN_OUT = 8;

  /** Of a network with all places: indices, values, gradients, copies, sums in double, measured (docs/masks.md). */
  private static final int EVIDENCE_BYTES_PER_PLACE = 88;

  /**
   * @param averaged numbers of an optimiser's state that travel beside each value
   * @param slices whether tasks average, so that no updates come to the driver
   * @param measures whether masks are chosen by what a network with all places tells
   * @param writtenOut weights that run on dense kernels
   * @param teacher whose network each task holds beside its own
   */
  static MemoryNeed of(
      TrainSpec train, int averaged, long largestNnz, boolean slices, boolean measures, List<Parameter> writtenOut,
      Rotation rotation, long dataBytes, Optional<Model> teacher) {
    NetworkSpec network = train.network();
    long values = largestNnz + network.denseValues();
    long convolved = network.masked().stream().map(NetworkSpec.Masked::parameter)
        .filter(weight -> weight.kernel() > 0).mapToLong(Parameter::places).sum();
    long dense = writtenOut.stream()
        .mapToLong(weight -> weight.places() * (weight.kernel() > 0 ? BYTES_PER_CONVOLVED : BYTES_PER_WRITTEN_OUT))
        .sum();
    long ruled = train.rule().equals(LocalRule.NONE) ? 0 : BYTES_PER_RULED;
    long perValue = TASK_BYTES_PER_WEIGHT + 4L * train.optimizer().slots().size()
        + TASK_BYTES_PER_AVERAGED * averaged + ruled;
    return new MemoryNeed(
        values * (1 + averaged) * driverBytesPerValue(slices, rotation)
            + teacher.map(model -> (long) model.values().length * DRIVER_BYTES_PER_TAUGHT).orElse(0L),
        values * perValue + Math.min(convolved, largestNnz) * BYTES_PER_CONVOLVED
            + dense + Network.bufferBytes(network, train.batchSize()) + (measures ? evidence(train) : 0)
            + teacher.map(model -> bytes(model, train.batchSize())).orElse(0L),
        dataBytes);
  }

  private static long driverBytesPerValue(boolean slices, Rotation rotation) {
    if (!slices) {
      return (long) DRIVER_BYTES_PER_VALUE * rotation.particles() + 8L * rotation.visits();
    }
    return DRIVER_BYTES_PER_VALUE
        + (rotation.particles() == 1 ? 0 : (long) DRIVER_BYTES_PER_VALUE_ASIDE * rotation.particles());
  }

  private static long evidence(TrainSpec train) {
    NetworkSpec network = train.network();
    return (network.maskablePlaces() + network.denseValues()) * EVIDENCE_BYTES_PER_PLACE
        + Network.bufferBytes(network, Math.max(train.batchSize(), EvidencePass.BATCH));
  }

  private static long bytes(Model teacher, int batch) {
    long convolved = teacher.network().masked().stream().map(NetworkSpec.Masked::parameter)
        .filter(weight -> weight.kernel() > 0).mapToLong(Parameter::places).sum();
    return (long) teacher.values().length * TASK_BYTES_PER_WEIGHT
        + Math.min(convolved, teacher.values().length) * BYTES_PER_CONVOLVED
        + Network.bufferBytes(teacher.network().frozen(), batch);
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

  /**
   * @throws InvalidInput if the tasks that run side by side in an executor cannot fit its heap
   */
  public void checkExecutors(ExecutorShare share) {
    long needed = share.tasks() * task + (share.holdsDriver() ? driver : 0);
    if (needed <= share.heap()) {
      return;
    }
    if (share.holdsDriver()) {
      throw new InvalidInput("the driver and " + share.tasks() + " tasks need " + megabytes(needed) + " in one heap of "
          + megabytes(share.heap()) + "; raise GOSSAMER_HEAP or the sparsity, lower training.batchSize, or take fewer "
          + "threads, as --master local[1]");
    }
    throw new InvalidInput("each executor needs " + megabytes(needed) + " for " + share.tasks() + " tasks, its heap is "
        + megabytes(share.heap()) + "; raise spark.executor.memory or the sparsity, lower training.batchSize, or lower "
        + "spark.executor.cores");
  }

  /** For people. */
  public static String megabytes(long bytes) {
    return String.format("%,.1f MB", bytes / 1e6);
  }
}
