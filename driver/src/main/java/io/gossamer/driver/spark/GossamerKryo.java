package io.gossamer.driver.spark;

import com.esotericsoftware.kryo.Kryo;
import org.apache.spark.serializer.KryoRegistrator;

/** Registers everything of ours that crosses the wire, so that {@code spark.kryo.registrationRequired} can be on. */
public final class GossamerKryo implements KryoRegistrator {
  private static final String[] OURS = {
    "io.gossamer.ops.rows.CsrRows",
    "io.gossamer.ops.rows.DenseRows",
    "io.gossamer.worker.shard.HashedRows",
    "io.gossamer.worker.shard.Shard",
    "io.gossamer.driver.data.Chunk",
    "io.gossamer.driver.data.FeatureSums",
    "io.gossamer.driver.data.IdxSource$Slice",
    "io.gossamer.driver.data.Problems",
    "io.gossamer.driver.data.Problems$Tally",
    "io.gossamer.driver.data.ShardFacts",
  };

  /** What Spark SQL itself sends through Kryo when it infers the types of csv columns and ships schemas. */
  private static final String[] SQL_TYPES = {
    "ArrayType", "BooleanType$", "ByteType$", "DataType", "DateType$", "Decimal", "DecimalType", "DoubleType$",
    "FloatType$", "IntegerType$", "LongType$", "Metadata", "NullType$", "ShortType$", "StringType", "StringType$",
    "StructField", "StructType", "TimestampNTZType$", "TimestampType$"
  };

  @Override
  public void registerClasses(Kryo kryo) {
    for (Class<?> array : new Class<?>[] {
      byte[].class, int[].class, long[].class, float[].class, double[].class, Object[].class, String[].class,
      byte[][].class, double[][].class, long[][].class
    }) {
      kryo.register(array);
    }
    kryo.register(java.util.TreeMap.class);
    for (String name : OURS) {
      register(kryo, name);
    }
    for (String name : SQL_TYPES) {
      register(kryo, "org.apache.spark.sql.types." + name);
    }
    register(kryo, "org.apache.spark.ml.linalg.VectorUDT");
  }

  private static void register(Kryo kryo, String name) {
    try {
      Class<?> type = Class.forName(name, false, GossamerKryo.class.getClassLoader());
      if (type.isRecord()) {
        kryo.register(type, new RecordSerializer(type));
      } else {
        kryo.register(type);
      }
      kryo.register(type.arrayType());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the class path lacks " + name, e);
    }
  }
}
