package io.gossamer.driver.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Kryo for records: components in order, rebuilt through the canonical constructor and so through its checks. Kryo 4,
 * which Spark ships, knows fields only, and the fields of records cannot be set.
 */
final class RecordSerializer extends Serializer<Record> {
  private final RecordComponent[] components;
  private final Constructor<?> constructor;

  RecordSerializer(Class<?> type) {
    super(false, true);
    components = type.getRecordComponents();
    try {
      constructor = type.getDeclaredConstructor(
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
    constructor.setAccessible(true);
    for (RecordComponent component : components) {
      component.getAccessor().setAccessible(true);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, Record record) {
    try {
      for (RecordComponent component : components) {
        kryo.writeClassAndObject(output, component.getAccessor().invoke(record));
      }
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read a component of " + record.getClass(), e);
    }
  }

  @Override
  public Record read(Kryo kryo, Input input, Class<Record> type) {
    Object[] values = new Object[components.length];
    for (int c = 0; c < values.length; c++) {
      values[c] = kryo.readClassAndObject(input);
    }
    try {
      return type.cast(constructor.newInstance(values));
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot rebuild a " + type, e);
    }
  }
}
