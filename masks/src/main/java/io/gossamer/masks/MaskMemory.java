package io.gossamer.masks;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvariantBroken;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a mask method must remember from one step to the next: named arrays of int, long, float or double. Immutable;
 * the driver keeps it in the state of the run, so that a checkpoint can hold it. Names start with the method's, for
 * example {@code dst-ee.active.fc1}.
 */
public final class MaskMemory {
  /** Nothing remembered. */
  public static final MaskMemory EMPTY = new MaskMemory(new TreeMap<>());

  private final TreeMap<String, Object> arrays;

  private MaskMemory(TreeMap<String, Object> arrays) {
    this.arrays = arrays;
  }

  /** Names of the arrays, ascending. */
  public Set<String> names() {
    return Collections.unmodifiableSet(arrays.keySet());
  }

  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /** The array by its name; do not write. */
  public Object array(String name) {
    return find(name, Object.class);
  }

  /** An {@code int[]} by its name; do not write. */
  public int[] ints(String name) {
    return find(name, int[].class);
  }

  /** A {@code long[]} by its name; do not write. */
  public long[] longs(String name) {
    return find(name, long[].class);
  }

  /** A {@code float[]} by its name; do not write. */
  public float[] floats(String name) {
    return find(name, float[].class);
  }

  /** A {@code double[]} by its name; do not write. */
  public double[] doubles(String name) {
    return find(name, double[].class);
  }

  private <A> A find(String name, Class<A> type) {
    Object array = arrays.get(name);
    if (!type.isInstance(array)) {
      throw new InvariantBroken("the mask method remembers no " + type.getSimpleName() + " named " + name + ", only "
          + arrays.keySet());
    }
    return type.cast(array);
  }

  /** This memory with one array more, or in place of the one of that name. The array is not copied. */
  public MaskMemory with(String name, Object array) {
    Class<?> of = array.getClass().getComponentType();
    if (of != int.class && of != long.class && of != float.class && of != double.class) {
      throw new InvariantBroken("a mask method cannot remember a " + array.getClass().getSimpleName());
    }
    TreeMap<String, Object> more = new TreeMap<>(arrays);
    more.put(name, array);
    return new MaskMemory(more);
  }

  /**
   * The same as arrays of float, for a file that knows no other type: pieces of 16 bits, each a whole number, highest
   * first; the name ends with the type, for example {@code adjust:double}. Arrays of float stay as they are.
   */
  public Map<String, float[]> packed() {
    Map<String, float[]> packed = new TreeMap<>();
    arrays.forEach((name, array) -> packed.put(
        name + ':' + array.getClass().getComponentType(), array instanceof float[] floats ? floats : pieces(array)));
    return packed;
  }

  private static float[] pieces(Object array) {
    int each = array instanceof int[] ? 2 : 4;
    float[] pieces = new float[Array.getLength(array) * each];
    for (int n = 0; n < pieces.length; n++) {
      Object number = Array.get(array, n / each);
      long bits = number instanceof Double real ? Double.doubleToRawLongBits(real) : ((Number) number).longValue();
      pieces[n] = bits >>> 16 * (each - 1 - n % each) & 0xffff;
    }
    return pieces;
  }

  /**
   * What {@link #packed} packed.
   *
   * @throws CorruptFile if a name has no type that could be remembered
   */
  public static MaskMemory unpacked(Map<String, float[]> packed) {
    TreeMap<String, Object> arrays = new TreeMap<>();
    packed.forEach((name, pieces) -> {
      int colon = name.lastIndexOf(':');
      Object array = switch (name.substring(colon + 1)) {
        case "float" -> pieces;
        case "int" -> joined(pieces, new int[pieces.length / 2], 2);
        case "long" -> joined(pieces, new long[pieces.length / 4], 4);
        case "double" -> joined(pieces, new double[pieces.length / 4], 4);
        default -> throw new CorruptFile("a mask method cannot remember \"" + name + "\": it ends with no type");
      };
      arrays.put(name.substring(0, colon), array);
    });
    return new MaskMemory(arrays);
  }

  private static Object joined(float[] pieces, Object array, int each) {
    for (int n = 0; n < Array.getLength(array); n++) {
      long bits = 0;
      for (int piece = 0; piece < each; piece++) {
        bits = bits << 16 | (int) pieces[n * each + piece];
      }
      if (array instanceof int[] ints) {
        ints[n] = (int) bits;
      } else if (array instanceof long[] longs) {
        longs[n] = bits;
      } else {
        ((double[]) array)[n] = Double.longBitsToDouble(bits);
      }
    }
    return array;
  }

  /** Equal for the same names, types and numbers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof MaskMemory that && arrays.keySet().equals(that.arrays.keySet())
        && arrays.entrySet().stream().allMatch(e -> same(e.getValue(), that.arrays.get(e.getKey())));
  }

  private static boolean same(Object a, Object b) {
    return Arrays.deepEquals(new Object[] {a}, new Object[] {b});
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Map.Entry<String, Object> entry : arrays.entrySet()) {
      hash = 31 * hash + entry.getKey().hashCode() + Arrays.deepHashCode(new Object[] {entry.getValue()});
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("memory of");
    arrays.forEach((name, array) -> text.append(' ').append(name).append('[').append(Array.getLength(array))
        .append(']'));
    return text.toString();
  }
}
