package io.gossamer.driver.round;

import io.gossamer.driver.spark.Waits;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockManagerAdded;
import org.apache.spark.scheduler.SparkListenerBlockManagerRemoved;
import org.apache.spark.scheduler.SparkListenerExecutorExcluded;
import org.apache.spark.scheduler.SparkListenerExecutorUnexcluded;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManagerId;
import org.apache.spark.storage.RDDBlockId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Keeps cached shards evenly spread over the executors that are there. Spark leaves a shard where it was first
 * computed: after a loss the survivors hold everything, and every later round waits for them while the newcomer idles.
 * So before a round, if executors came or went, shards above an even share move to those that have less. Where they lie
 * changes no bit.
 */
final class Executors extends SparkListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Executors.class);

  private final JavaSparkContext spark;
  private final Waits waits;
  private final Map<String, String> present = new ConcurrentSkipListMap<>();
  private final Set<String> excluded = ConcurrentHashMap.newKeySet();
  private volatile boolean changed = true;

  Executors(JavaSparkContext spark, Waits waits) {
    this.spark = spark;
    this.waits = waits;
    spark.sc().addSparkListener(this);
    CollectionConverters.asJava(SparkEnv.get().blockManager().master().getMemoryStatus()).keySet().forEach(this::add);
  }

  private void add(BlockManagerId manager) {
    if (!manager.isDriver()) {
      present.put(manager.executorId(), manager.host());
      changed = true;
    }
  }

  @Override
  public void onBlockManagerAdded(SparkListenerBlockManagerAdded event) {
    add(event.blockManagerId());
  }

  @Override
  public void onBlockManagerRemoved(SparkListenerBlockManagerRemoved event) {
    present.remove(event.blockManagerId().executorId());
    changed = true;
  }

  @Override
  public void onExecutorExcluded(SparkListenerExecutorExcluded event) {
    excluded.add(event.executorId());
    changed = true;
  }

  @Override
  public void onExecutorUnexcluded(SparkListenerExecutorUnexcluded event) {
    excluded.remove(event.executorId());
    changed = true;
  }

  /** Whether executors came or went since this was asked last. */
  boolean haveChanged() {
    boolean answer = changed;
    changed = false;
    return answer;
  }

  /** The same shards evenly spread: the RDD itself if they are, else one that replaces it, persisted likewise. */
  JavaRDD<Shard> spread(String what, JavaRDD<Shard> shards) {
    Map<String, String> executors = new TreeMap<>(present);
    executors.keySet().removeAll(excluded);
    List<String> places = places(shards);
    List<String> even = even(places, List.copyOf(executors.keySet()));
    if (even.equals(places)) {
      return shards;
    }
    long start = System.nanoTime();
    List<String> wishes = even.stream().map(id -> "executor_" + executors.get(id) + "_" + id).toList();
    JavaRDD<Shard> placed = new PlacedShards(shards.rdd(), wishes).toJavaRDD().persist(shards.getStorageLevel());
    waits.during(spark.sc(), "spreading the " + what + " shards again", placed::count);
    LOG.info("shards={} spread again executors={} seconds={}",
        what, executors.size(), (System.nanoTime() - start) / 1e9);
    return placed;
  }

  /** The executor that holds each shard; empty where none does. */
  private static List<String> places(JavaRDD<Shard> shards) {
    BlockId[] blocks = new BlockId[shards.getNumPartitions()];
    for (int p = 0; p < blocks.length; p++) {
      blocks[p] = new RDDBlockId(shards.id(), p);
    }
    List<String> places = new ArrayList<>();
    CollectionConverters.asJava(SparkEnv.get().blockManager().master().getLocations(blocks)).forEach(holders ->
        places.add(holders.isEmpty() ? "" : holders.head().executorId()));
    return places;
  }

  /**
   * Places with no executor above its even share if one can have less; as given if that is so already, or there is
   * nowhere else to go.
   *
   * @param places an executor a shard; empty where the shard lies nowhere
   * @param executors those that may hold shards
   */
  static List<String> even(List<String> places, List<String> executors) {
    if (executors.size() < 2) {
      return places;
    }
    int share = (places.size() + executors.size() - 1) / executors.size();
    Map<String, Integer> held = new TreeMap<>();
    executors.forEach(executor -> held.put(executor, 0));
    List<String> even = new ArrayList<>(places);
    List<Integer> homeless = new ArrayList<>();
    for (int p = 0; p < places.size(); p++) {
      if (held.getOrDefault(places.get(p), share) < share) {
        held.merge(places.get(p), 1, Integer::sum);
      } else {
        homeless.add(p);
      }
    }
    for (int p : homeless) {
      String least = executors.stream().min((a, b) -> Integer.compare(held.get(a), held.get(b))).orElseThrow();
      even.set(p, least);
      held.merge(least, 1, Integer::sum);
    }
    return even;
  }

  @Override
  public void close() {
    spark.sc().removeSparkListener(this);
  }
}
