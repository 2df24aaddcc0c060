package io.gossamer.driver.data;

import io.gossamer.driver.round.Split;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.shard.HashedRows;
import io.gossamer.worker.shard.Placement;
import io.gossamer.worker.shard.Shard;
import io.gossamer.worker.shard.ShardBuilder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * From files to persisted shards: read once, split and spread by content, scale by what the training rows say. The result
 * has the same bits however the input was ordered and partitioned.
 */
public final class ShardLoader {
  /** Rows with fewer nonzeros than this share are kept sparse, where their source is sparse. */
  private static final double SPARSE_BELOW = 0.25;

  private final SparkSession spark;
  private final DataSettings data;
  private final FeatureSettings features;
  private final long seed;
  private final List<JavaRDD<?>> held = new ArrayList<>();

  public ShardLoader(SparkSession spark, DataSettings data, FeatureSettings features, long seed) {
    this.spark = spark;
    this.data = data;
    this.features = features;
    this.seed = seed;
  }

  /**
   * Loads all splits for training.
   *
   * @param classify whether labels are classes; else they are values
   * @throws InvalidInput if the input is not fit for training, with every reason found
   */
  public LoadedData load(boolean classify) {
    try {
      RowSource source = open(data.train(), "data.train", data.trainLabels(), features.count());
      Labels labels = labels(source, classify);
      Map<Split, JavaRDD<Chunk>> chunks = chunks(source, labels);
      boolean sparse = isSparse(source, chunks.get(Split.TRAIN));
      Map<Split, JavaRDD<Shard>> raw = shards(chunks, source.features(), sparse);
      return finish(raw, source, labels, sparse);
    } finally {
      release();
    }
  }

  /**
   * Loads labelled rows for measuring a model: its classes, its columns, its scaling, no split.
   *
   * @param schema of the model; rows must fit it
   */
  public LoadedData loadWith(Schema schema) {
    try {
      RowSource source = open(data.train(), "--data", data.trainLabels(), schema.featureCount());
      if (source.features() != schema.featureCount()) {
        throw new InvalidInput(source.name() + " has " + source.features() + " features, the model was trained on "
            + schema.featureCount() + "; give the same columns in features.columns");
      }
      Labels labels = schema.classes().isEmpty() ? Labels.values() : Labels.classes(schema.classes());
      Map<Split, JavaRDD<Chunk>> chunks = new EnumMap<>(Split.class);
      chunks.put(Split.TEST, checked(source, labels));
      JavaRDD<Shard> raw = spread(chunks.get(Split.TEST), whole(), 0, schema.featureCount(), schema.sparse());
      JavaRDD<Shard> scaled = scaled(raw, schema.scaling());
      List<ShardFacts> facts = scaled.map(ShardFacts::of).collect();
      return new LoadedData(Map.of(Split.TEST, scaled), schema, facts(facts, schema));
    } finally {
      release();
    }
  }

  private RowSource open(String path, String key, String labelPath, int featureCount) {
    String labelKey = key.startsWith("--") ? "--labels" : key + "Labels";
    return Sources.open(spark, data, features, path, key, labelPath, labelKey, featureCount);
  }

  private Labels labels(RowSource source, boolean classify) {
    if (!classify) {
      return Labels.values();
    }
    if (!data.classes().isEmpty()) {
      return Labels.classes(data.classes());
    }
    List<String> found = source.distinctLabels();
    Labels.checkCount(data.label(), found.size());
    if (found.isEmpty()) {
      throw new InvalidInput("no training rows: " + source.name() + " is empty; check data.train");
    }
    return Labels.found(found);
  }

  private Map<Split, JavaRDD<Chunk>> chunks(RowSource train, Labels labels) {
    Map<Split, JavaRDD<Chunk>> chunks = new EnumMap<>(Split.class);
    chunks.put(Split.TRAIN, checked(train, labels));
    if (!data.validation().isEmpty()) {
      chunks.put(Split.VALIDATION, separate(train, data.validation(), "data.validation", data.validationLabels(), labels));
    }
    if (!data.test().isEmpty()) {
      chunks.put(Split.TEST, separate(train, data.test(), "data.test", data.testLabels(), labels));
    }
    return chunks;
  }

  private JavaRDD<Chunk> separate(RowSource train, String path, String key, String labelPath, Labels labels) {
    RowSource source = open(path, key, labelPath, train.features());
    if (source.features() != train.features()) {
      throw new InvalidInput(key + " has " + source.features() + " features, data.train " + train.features()
          + "; both need the same columns");
    }
    return checked(source, labels);
  }

  /** Reads and persists chunks; refuses them if any row is not fit. */
  private JavaRDD<Chunk> checked(RowSource source, Labels labels) {
    JavaRDD<Chunk> chunks = hold(source.chunks(labels));
    Problems problems = new Problems();
    chunks.map(Chunk::problems).collect().forEach(problems::add);
    problems.refuse(source.name(), "mend or drop these rows before training");
    return data.shuffle() ? chunks : numbered(chunks);
  }

  /** Gives every row its position in the whole input as place, where that order is to be kept. */
  private JavaRDD<Chunk> numbered(JavaRDD<Chunk> chunks) {
    List<Long> counts = chunks.mapPartitions(part -> {
      long rows = 0;
      while (part.hasNext()) {
        rows += part.next().problems().rows();
      }
      return List.of(rows).iterator();
    }).collect();
    long[] first = new long[counts.size()];
    for (int p = 1; p < first.length; p++) {
      first[p] = first[p - 1] + counts.get(p - 1);
    }
    return chunks.mapPartitionsWithIndex((part, all) -> {
      List<Chunk> moved = new ArrayList<>();
      long at = first[part];
      while (all.hasNext()) {
        Chunk chunk = all.next();
        long[] places = chunk.rows().places().clone();
        for (int row = 0; row < places.length; row++) {
          places[row] = at++;
        }
        moved.add(new Chunk(new HashedRows(chunk.rows().rows(), chunk.rows().hashes(), places), chunk.problems()));
      }
      return moved.iterator();
    }, true);
  }

  private boolean isSparse(RowSource source, JavaRDD<Chunk> train) {
    return switch (features.layout()) {
      case DENSE -> false;
      case SPARSE -> true;
      case AUTO -> source.isSparse() && features.scaling() != ScalingKind.GLOBAL && density(source, train) < SPARSE_BELOW;
    };
  }

  private static double density(RowSource source, JavaRDD<Chunk> train) {
    long[] sums = {0, 0};
    train.map(chunk -> {
      ShardFacts facts = ShardFacts.of(new Shard(0, chunk.rows().rows()));
      return new long[] {facts.nonzeros(), facts.rows()};
    }).collect().forEach(part -> {
      sums[0] += part[0];
      sums[1] += part[1];
    });
    return sums[0] / Math.max(1.0, (double) sums[1] * source.features());
  }

  private Map<Split, JavaRDD<Shard>> shards(Map<Split, JavaRDD<Chunk>> chunks, int width, boolean sparse) {
    JavaRDD<Chunk> train = chunks.get(Split.TRAIN);
    boolean ownValidation = chunks.containsKey(Split.VALIDATION);
    boolean ownTest = chunks.containsKey(Split.TEST);
    long ordered = data.shuffle() ? 0 : train.map(chunk -> chunk.problems().rows()).reduce(Long::sum);
    Placement placement = new Placement(
        new Seed(seed).child("placement").state(), data.shards(), ordered,
        ownValidation ? 0 : data.validationFraction(), ownTest ? 0 : data.testFraction());
    Map<Split, JavaRDD<Shard>> shards = new EnumMap<>(Split.class);
    shards.put(Split.TRAIN, spread(train, placement, Placement.TRAIN, width, sparse));
    if (ownValidation || data.validationFraction() > 0) {
      shards.put(Split.VALIDATION, ownValidation
          ? spread(chunks.get(Split.VALIDATION), whole(), Placement.TRAIN, width, sparse)
          : spread(train, placement, Placement.VALIDATION, width, sparse));
    }
    if (ownTest || data.testFraction() > 0) {
      shards.put(Split.TEST, ownTest
          ? spread(chunks.get(Split.TEST), whole(), Placement.TRAIN, width, sparse)
          : spread(train, placement, Placement.TEST, width, sparse));
    }
    return shards;
  }

  /** Placement of rows that are one split already; only measured, so their order does not matter. */
  private Placement whole() {
    return new Placement(new Seed(seed).child("placement").state(), data.shards(), 0, 0, 0);
  }

  private JavaRDD<Shard> spread(JavaRDD<Chunk> chunks, Placement placement, int split, int width, boolean sparse) {
    JavaPairRDD<Integer, HashedRows> pieces = chunks.flatMapToPair(chunk -> {
      HashedRows[] cuts = ShardBuilder.cut(byContent(chunk.rows(), placement), placement, split, sparse);
      List<Tuple2<Integer, HashedRows>> pairs = new ArrayList<>();
      for (int s = 0; s < cuts.length; s++) {
        if (cuts[s] != null) {
          pairs.add(new Tuple2<>(s, cuts[s]));
        }
      }
      return pairs.iterator();
    });
    // Partition s of a hash partitioner over s = 0, 1, ... holds exactly key s.
    JavaRDD<Shard> shards = pieces.partitionBy(new HashPartitioner(placement.shards()))
        .mapPartitionsWithIndex((index, pairs) -> {
          List<HashedRows> parts = new ArrayList<>();
          pairs.forEachRemaining(pair -> parts.add(pair._2()));
          return List.of(ShardBuilder.build(index, parts, width, sparse)).iterator();
        }, true);
    return hold(shards);
  }

  /** Within a shard rows lie by their hash, unless the input's order is kept. */
  private static HashedRows byContent(HashedRows rows, Placement placement) {
    return placement.orderedRows() > 0 ? rows : new HashedRows(rows.rows(), rows.hashes(), rows.hashes());
  }

  private LoadedData finish(
      Map<Split, JavaRDD<Shard>> raw, RowSource source, Labels labels, boolean sparse) {
    Scaling scaling = fit(raw.get(Split.TRAIN), source.features(), sparse);
    Map<Split, JavaRDD<Shard>> scaled = new EnumMap<>(Split.class);
    Map<Split, List<ShardFacts>> facts = new EnumMap<>(Split.class);
    raw.forEach((split, shards) -> {
      JavaRDD<Shard> done = scaled(shards, scaling);
      facts.put(split, done.map(ShardFacts::of).collect());
      scaled.put(split, done);
    });
    long trainRows = facts.get(Split.TRAIN).stream().mapToLong(ShardFacts::rows).sum();
    if (trainRows == 0) {
      throw new InvalidInput("no training rows are left of " + source.name() + " after the split; lower "
          + "data.validationFraction and data.testFraction, or give more rows");
    }
    raw.keySet().forEach(split -> {
      if (facts.get(split).stream().mapToLong(ShardFacts::rows).sum() == 0) {
        scaled.remove(split).unpersist();
      }
    });
    Schema schema = new Schema(
        data.format(), source.columns(), source.features(), data.label(), data.weight(), labels.classes(), sparse,
        scaling);
    List<ShardFacts> all = new ArrayList<>();
    facts.values().forEach(all::addAll);
    DataFacts whole = facts(all, schema);
    return new LoadedData(scaled, schema, new DataFacts(
        trainRows, whole.features(), whole.classes(), target(facts.get(Split.TRAIN), labels), whole.sparse(),
        whole.bytes(), whole.fingerprint()));
  }

  private static TargetScale target(List<ShardFacts> train, Labels labels) {
    if (labels.areClasses()) {
      return TargetScale.NONE;
    }
    long rows = 0;
    double sum = 0;
    double squares = 0;
    for (ShardFacts shard : train) {
      rows += shard.rows();
      sum += shard.labelSum();
      squares += shard.labelSquares();
    }
    return TargetScale.of(rows, sum, squares);
  }

  private Scaling fit(JavaRDD<Shard> train, int width, boolean sparse) {
    if (features.scaling() == ScalingKind.NONE) {
      return Scaling.NONE;
    }
    FeatureSums sums = new FeatureSums(width);
    train.map(shard -> FeatureSums.of(shard.rows())).collect().forEach(sums::add);
    return sums.scaling(features.scaling(), sparse);
  }

  private static JavaRDD<Shard> scaled(JavaRDD<Shard> raw, Scaling scaling) {
    return raw.map(shard -> new Shard(shard.index(), scaling.apply(shard.rows())))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static DataFacts facts(List<ShardFacts> shards, Schema schema) {
    long fingerprint = 0;
    long rows = 0;
    long bytes = 0;
    for (ShardFacts shard : shards) {
      fingerprint = Seed.mix(fingerprint + shard.fingerprint());
      rows += shard.rows();
      bytes += shard.bytes();
    }
    return new DataFacts(rows, schema.featureCount(), schema.classes(), TargetScale.NONE, schema.sparse(), bytes,
        String.format("%016x", fingerprint));
  }

  private <R> JavaRDD<R> hold(JavaRDD<R> rdd) {
    held.add(rdd.persist(StorageLevel.MEMORY_AND_DISK()));
    return rdd;
  }

  private void release() {
    held.forEach(JavaRDD::unpersist);
    held.clear();
  }
}
