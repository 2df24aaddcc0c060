package io.gossamer.driver.round;

import io.gossamer.worker.round.SliceMessages;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** What the tasks of a round send up, cut into slices, each under the number of its particle and slice. */
final class SlicedShards extends RDD<Tuple2<Integer, byte[]>> {
  private static final long serialVersionUID = 1L;

  private final TrainTask task;
  private final Slices slices;

  SlicedShards(RDD<Shard> shards, TrainTask task, Slices slices) {
    super(shards, ClassTag$.MODULE$.apply(Tuple2.class));
    this.task = task;
    this.slices = slices;
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(ClassTag$.MODULE$.apply(Shard.class)).partitions();
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> compute(Partition split, TaskContext context) {
    Shard shard = this.<Shard>firstParent(ClassTag$.MODULE$.apply(Shard.class)).iterator(split, context).next();
    List<Tuple2<Integer, byte[]>> sent = new ArrayList<>();
    task.trained(shard, (update, assignment, base) ->
        SliceMessages.encode(update, assignment, base, task.exchange(), slices.length(), slices.perParticle()))
        .forEach(messages -> {
          int particle = SliceMessages.particle(messages[0]);
          for (int slice = 0; slice < messages.length; slice++) {
            sent.add(new Tuple2<>(slices.number(particle, slice), messages[slice]));
          }
        });
    return CollectionConverters.asScala(sent.iterator());
  }

  /** Sends every slice of every particle to a task of its own. */
  static final class BySlice extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int count;

    BySlice(int count) {
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }
}
