package io.gossamer.driver.data;

import io.gossamer.driver.round.Split;
import io.gossamer.worker.shard.Shard;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;

/**
 * Rows packed and scaled, one persisted shard a partition.
 *
 * @param shards by split; splits without rows are absent
 */
public record LoadedData(Map<Split, JavaRDD<Shard>> shards, Schema schema, DataFacts facts) implements AutoCloseable {
  public LoadedData {
    shards = Map.copyOf(shards);
  }

  /** Lets go of the shards. */
  @Override
  public void close() {
    shards.values().forEach(JavaRDD::unpersist);
  }
}
