package io.gossamer.driver.model;

import io.gossamer.ops.InvariantBroken;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;

/** The element types of safetensors that we use; each is one kind of Java array. */
enum TensorType {
  F32(4, float[].class) {
    @Override
    void put(Object array, int from, int count, ByteBuffer out) {
      out.asFloatBuffer().put((float[]) array, from, count);
    }

    @Override
    void get(ByteBuffer in, Object array, int from, int count) {
      in.asFloatBuffer().get((float[]) array, from, count);
    }
  },
  I32(4, int[].class) {
    @Override
    void put(Object array, int from, int count, ByteBuffer out) {
      out.asIntBuffer().put((int[]) array, from, count);
    }

    @Override
    void get(ByteBuffer in, Object array, int from, int count) {
      in.asIntBuffer().get((int[]) array, from, count);
    }
  },
  F64(8, double[].class) {
    @Override
    void put(Object array, int from, int count, ByteBuffer out) {
      out.asDoubleBuffer().put((double[]) array, from, count);
    }

    @Override
    void get(ByteBuffer in, Object array, int from, int count) {
      in.asDoubleBuffer().get((double[]) array, from, count);
    }
  },
  I64(8, long[].class) {
    @Override
    void put(Object array, int from, int count, ByteBuffer out) {
      out.asLongBuffer().put((long[]) array, from, count);
    }

    @Override
    void get(ByteBuffer in, Object array, int from, int count) {
      in.asLongBuffer().get((long[]) array, from, count);
    }
  };

  private final int bytes;
  private final Class<?> array;

  TensorType(int bytes, Class<?> array) {
    this.bytes = bytes;
    this.array = array;
  }

  /** The type of the elements of {@code array}. */
  static TensorType of(Object array) {
    for (TensorType type : values()) {
      if (type.array.isInstance(array)) {
        return type;
      }
    }
    throw new InvariantBroken("no tensor is made of " + array.getClass().getSimpleName());
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  Object newArray(int length) {
    return Array.newInstance(array.getComponentType(), length);
  }

  /** Puts elements at the position of {@code out}, which does not move. */
  abstract void put(Object array, int from, int count, ByteBuffer out);

  /** Takes elements from the position of {@code in}, which does not move. */
  abstract void get(ByteBuffer in, Object array, int from, int count);
}
