package io.gossamer.driver.data;

import io.gossamer.driver.round.Split;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.shard.HashedRows;
import io.gossamer.worker.shard.Placement;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * From files to persisted shards: read once, split and spread by content, scale by what the training rows say. The
 * result has the same bits however the input was ordered and partitioned.
 */
public final class ShardLoader {
  /** Where a sparse row takes half the memory of a dense one; kernels gain earlier than that from fewer operations. */
  private static final double SPARSE_BELOW = 0.25;

  /** A wide row stays sparse as long as that saves memory: 8 bytes a nonzero against 4 a feature. */
  private static final double WIDE_SPARSE_BELOW = 0.5;
  private static final int WIDE = 4096;

  private final SparkSession spark;
  private final DataSettings data;
  private final FeatureSettings features;
  private final Seed seed;
  private final List<JavaRDD<?>> held = new ArrayList<>();
  private final List<JavaRDD<?>> results = new ArrayList<>();

  public ShardLoader(SparkSession spark, DataSettings data, FeatureSettings features, long seed) {
    this.spark = spark;
    this.data = data;
    this.features = features;
    this.seed = new Seed(seed).child("placement");
  }

  /**
   * Loads all splits for training.
   *
   * @param classify whether labels are classes; else they are values
   * @throws InvalidInput if the input is not fit for training, with every reason found
   */
  public LoadedData load(boolean classify) {
    return releasing(() -> {
      RowSource source = open(data.train(), "data.train", data.trainLabels(), features.count());
      Input train = read(source, labels(classify), "data.train");
      boolean sparse = isSparse(train);
      Map<Split, JavaRDD<Shard>> raw = new EnumMap<>(Split.class);
      split(train, sparse, raw);
      separate(train, data.validation(), "data.validation", data.validationLabels(), Split.VALIDATION, sparse, raw);
      separate(train, data.test(), "data.test", data.testLabels(), Split.TEST, sparse, raw);
      return finish(raw, train, sparse);
    });
  }

  /**
   * Loads labelled rows for measuring a model: its classes, its columns, its scaling, no split.
   *
   * @param schema of the model; rows must fit it
   */
  public LoadedData loadWith(Schema schema) {
    return releasing(() -> {
      RowSource source = open(data.train(), "--data", data.trainLabels(), schema.featureCount());
      Labels labels =
          schema.classes().isEmpty() ? Labels.values() : Labels.classes(schema.classes(), "of the model");
      Input input = read(source, labels, "--data");
      int width = schema.featureCount();
      requireWidth(source, String.format("the model was trained on %,d", width), width);
      JavaRDD<Shard> raw =
          hold(spread(input, input.byContent(), schema.sparse()).shards(whole(), Placement.TRAIN));
      List<ShardFacts> facts = raw.map(ShardFacts::of).collect();
      return new LoadedData(
          Map.of(Split.TEST, scaled(raw, schema.scaling())), schema,
          facts(input.rows(), TargetScale.NONE, Map.of(Split.TEST, facts), schema));
    });
  }

  private interface Loading {
    LoadedData run();
  }

  /** Lets go of everything on the way; of the result too when loading fails. */
  private LoadedData releasing(Loading loading) {
    boolean done = false;
    try {
      LoadedData loaded = loading.run();
      done = true;
      return loaded;
    } finally {
      held.forEach(JavaRDD::unpersist);
      held.clear();
      if (!done) {
        results.forEach(JavaRDD::unpersist);
      }
      results.clear();
    }
  }

  private RowSource open(String path, String key, String labelPath, int featureCount) {
    String labelKey = key.startsWith("--") ? "--labels" : key + "Labels";
    return Sources.open(spark, data, features, path, key, labelPath, labelKey, featureCount);
  }

  private Labels labels(boolean classify) {
    if (!classify) {
      return Labels.values();
    }
    return data.classes().isEmpty() ? Labels.toFind() : Labels.classes(data.classes(), "of data.classes");
  }

  private Input read(RowSource source, Labels labels, String key) {
    return Input.read(source, hold(source.chunks(labels)), labels, key, data.label());
  }

  private boolean isSparse(Input train) {
    return switch (features.layout()) {
      case DENSE -> false;
      case SPARSE -> true;
      case AUTO -> train.source().hasVectors() && features.scaling() != ScalingKind.GLOBAL && isMostlyZero(train);
    };
  }

  private static boolean isMostlyZero(Input train) {
    double density = train.nonzeros() / ((double) train.rows() * train.features());
    return density < (train.features() > WIDE ? WIDE_SPARSE_BELOW : SPARSE_BELOW);
  }

  private Spread spread(Input input, JavaRDD<HashedRows> rows, boolean sparse) {
    Spread.requireRoom(sparse ? input.nonzeros() : input.rows() * input.features(), data.shards());
    return new Spread(rows, input.features(), sparse);
  }

  /** Spreads the training input over the splits that have no input of their own. */
  private void split(Input train, boolean sparse, Map<Split, JavaRDD<Shard>> raw) {
    double validation = data.validation().isEmpty() ? data.validationFraction() : 0;
    double test = data.test().isEmpty() ? data.testFraction() : 0;
    Placement placement = Placement.of(seed, data.shards(), data.shuffle() ? 0 : train.rows(), validation, test);
    Spread spread = spread(train, data.shuffle() ? train.byContent() : train.inOrder(), sparse);
    raw.put(Split.TRAIN, hold(spread.shards(placement, Placement.TRAIN)));
    if (validation > 0) {
      raw.put(Split.VALIDATION, hold(spread.shards(placement, Placement.VALIDATION)));
    }
    if (test > 0) {
      raw.put(Split.TEST, hold(spread.shards(placement, Placement.TEST)));
    }
  }

  private void separate(
      Input train, String path, String key, String labelPath, Split split, boolean sparse,
      Map<Split, JavaRDD<Shard>> raw) {
    if (path.isEmpty()) {
      return;
    }
    RowSource source = open(path, key, labelPath, train.features());
    Input input = read(source, train.labels(), key);
    requireWidth(source, String.format("data.train has %,d", train.features()), train.features());
    raw.put(split, hold(spread(input, input.byContent(), sparse).shards(whole(), Placement.TRAIN)));
  }

  private static void requireWidth(RowSource source, String expected, int width) {
    if (source.features() != width) {
      throw new InvalidInput(String.format("%s has %,d features, %s; both need the same columns, see features.columns",
          source.name(), source.features(), expected));
    }
  }

  /** Placement of rows that are one split already; only measured, so their order does not matter. */
  private Placement whole() {
    return Placement.of(seed, data.shards(), 0, 0, 0);
  }

  private LoadedData finish(Map<Split, JavaRDD<Shard>> raw, Input train, boolean sparse) {
    Map<Split, List<ShardFacts>> facts = new EnumMap<>(Split.class);
    raw.forEach((split, shards) -> facts.put(split, shards.map(ShardFacts::of).collect()));
    if (rows(facts.get(Split.TRAIN)) == 0) {
      throw new InvalidInput("no training rows are left of " + train.source().name() + " after the split; lower "
          + "data.validationFraction and data.testFraction, or give more rows");
    }
    Scaling scaling = fit(raw.get(Split.TRAIN), train.features(), sparse);
    Map<Split, JavaRDD<Shard>> scaled = new EnumMap<>(Split.class);
    raw.forEach((split, shards) -> {
      if (rows(facts.get(split)) > 0) {
        scaled.put(split, scaled(shards, scaling));
      }
    });
    Schema schema = new Schema(
        data.format(), train.source().columns(), train.source().fields(), features.missingIsZero(),
        train.features(), data.label(), data.weight(),
        train.labels().classes(), sparse, scaling);
    List<ShardFacts> trained = facts.get(Split.TRAIN);
    TargetScale target = train.labels().kind() == Labels.Kind.VALUES ? target(trained) : TargetScale.NONE;
    return new LoadedData(scaled, schema, facts(rows(trained), target, facts, schema));
  }

  private Scaling fit(JavaRDD<Shard> train, int width, boolean sparse) {
    if (features.scaling() == ScalingKind.NONE) {
      return Scaling.NONE;
    }
    FeatureSums sums = new FeatureSums(width);
    train.map(shard -> FeatureSums.of(shard.rows())).collect().forEach(sums::add);
    return sums.scaling(features.scaling(), sparse);
  }

  /** Scales and persists; done at once, because what it is made from is let go afterwards. */
  private JavaRDD<Shard> scaled(JavaRDD<Shard> raw, Scaling scaling) {
    JavaRDD<Shard> scaled = raw.map(shard -> new Shard(shard.index(), scaling.apply(shard.rows())))
        .persist(StorageLevel.MEMORY_AND_DISK());
    results.add(scaled);
    scaled.count();
    return scaled;
  }

  private static long rows(List<ShardFacts> shards) {
    return shards.stream().mapToLong(ShardFacts::rows).sum();
  }

  private static TargetScale target(List<ShardFacts> train) {
    double sum = 0;
    double squares = 0;
    for (ShardFacts shard : train) {
      sum += shard.labelSum();
      squares += shard.labelSquares();
    }
    return TargetScale.of(rows(train), sum, squares);
  }

  private static DataFacts facts(
      long trainRows, TargetScale target, Map<Split, List<ShardFacts>> shards, Schema schema) {
    long fingerprint = 0;
    long bytes = 0;
    for (Split split : Split.values()) {
      long sum = 0;
      List<ShardFacts> parts = shards.getOrDefault(split, List.of());
      for (ShardFacts shard : parts) {
        sum += shard.fingerprint();
        bytes += shard.bytes();
      }
      fingerprint = Seed.mix(fingerprint + Seed.mix(sum) + rows(parts));
    }
    return new DataFacts(
        trainRows, schema.featureCount(), schema.fields(), schema.classes(), target, schema.sparse(), bytes,
        String.format("%016x", fingerprint));
  }

  private <R> JavaRDD<R> hold(JavaRDD<R> rdd) {
    held.add(rdd.persist(StorageLevel.MEMORY_AND_DISK()));
    return rdd;
  }
}
