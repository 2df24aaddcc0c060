package io.gossamer.driver.round;

import io.gossamer.worker.shard.Shard;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** The shards of another RDD, each wished onto an executor; what it is read from moves there when it is persisted. */
final class PlacedShards extends RDD<Shard> {
  private static final long serialVersionUID = 1L;

  private final List<String> wishes;

  /**
   * @param wishes where each partition should be, as Spark spells it: {@code executor_HOST_ID}
   */
  PlacedShards(RDD<Shard> shards, List<String> wishes) {
    super(shards, ClassTag$.MODULE$.apply(Shard.class));
    this.wishes = List.copyOf(wishes);
  }

  @Override
  public Partition[] getPartitions() {
    return firstParent(elementClassTag()).partitions();
  }

  @Override
  public Iterator<Shard> compute(Partition split, TaskContext context) {
    return this.<Shard>firstParent(elementClassTag()).iterator(split, context);
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    return CollectionConverters.asScala(List.of(wishes.get(split.index()))).toSeq();
  }
}
