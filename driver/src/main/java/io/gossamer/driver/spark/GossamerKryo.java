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
      throw new IllegalStateException("a class of this jar is missing from it: " + name, e);
    }
  }
}
