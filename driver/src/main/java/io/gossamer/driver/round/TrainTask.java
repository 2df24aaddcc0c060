package io.gossamer.driver.round;

import io.gossamer.driver.spark.TaskCores;
import io.gossamer.ops.optim.Slot;
import io.gossamer.worker.cache.TaskCache;
import io.gossamer.worker.cache.TeacherMessages;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.Update;
import io.gossamer.worker.shard.Shard;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/** What runs in a task of a training round; captures handles and small values only. */
record TrainTask(
    TrainSpec[] specs, Assignment[] assignments, int particles, int shards, int turn, Exchange exchange,
    List<Slot> slots, TeacherMessages teacher, Broadcast<byte[]> mask, Broadcast<byte[]>[] values)
    implements ShardJob.Work<byte[][]> {
  static TrainTask of(
      RoundWork work, Rotation rotation, Exchange exchange, TeacherMessages teacher, Broadcast<byte[]> mask,
      Broadcast<byte[]>[] values) {
    return new TrainTask(
        work.particles().stream().map(RoundWork.ParticleWork::spec).toArray(TrainSpec[]::new),
        work.particles().stream().map(RoundWork.ParticleWork::assignment).toArray(Assignment[]::new),
        rotation.particles(), rotation.shards(), work.turn(), exchange, work.slots(), teacher, mask, values);
  }

  /** What becomes of an update in the task. */
  interface Packing<R> {
    /**
     * @param base what the task started from
     */
    R pack(Update update, Assignment assignment, Replica base);
  }

  @Override
  public byte[][] on(Shard shard) {
    return trained(shard, (update, assignment, base) -> Message.encodeUp(update, assignment, base, exchange))
        .toArray(byte[][]::new);
  }

  /** Every particle that visits the shard, after its steps, one after the other. */
  <R> List<R> trained(Shard shard, Packing<R> packing) {
    return new Rotation(particles, shards).visitors(shard.index(), turn).stream()
        .map(particle -> train(particle, shard, packing)).toList();
  }

  private <R> R train(int particle, Shard shard, Packing<R> packing) {
    Assignment assignment = assignments[particle];
    return TaskCache.with(
        specs[particle], TaskCores.threads(), assignment.maskVersion(), assignment.maskHash(), mask::value, teacher,
        tools -> {
          Update down = Message.decode(values[particle].value(), slots);
          tools.mask().check("a value message of round " + down.round(), down.maskVersion(), down.maskHash());
          Update up = tools.trainer(specs[particle]).train(assignment, shard, down.replica());
          return packing.pack(up, assignment, down.replica());
        });
  }
}
