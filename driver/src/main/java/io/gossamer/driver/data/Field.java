package io.gossamer.driver.data;

import io.gossamer.ops.random.Seed;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A column whose values are no numbers. It owns {@code buckets} features from {@code from}; a value sets one of them,
 * to how often it occurs. With a vocabulary each of its categories has a feature, in the order of the text, and the
 * last is for all others and what is missing. Without one a hash of field and value picks; a missing value is a
 * category like another.
 *
 * <p>The hash is FNV-1a of the UTF-8 bytes of {@code name}, a zero byte and the value (without them when it is
 * missing), mixed by {@link Seed#mix}, modulo the buckets: the same in every run and on every machine.
 *
 * @param vocabulary distinct, ascending; empty: hashed
 */
public record Field(String name, Kind kind, int from, int buckets, List<String> vocabulary) implements Serializable {
  private static final long FNV_START = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{Nd}]+");

  /** What a value is. */
  public enum Kind {
    /** One category, or a list of them. */
    CATEGORY,
    /** Words: runs of letters and digits, in lower case. */
    TEXT
  }

  public Field {
    vocabulary = List.copyOf(vocabulary);
  }

  /** A hashed field. */
  public Field(String name, Kind kind, int from, int buckets) {
    this(name, kind, from, buckets, List.of());
  }

  /** A field of the given categories, in any order, and one feature for all others. */
  static Field of(String name, List<String> categories, int from) {
    return new Field(
        name, Kind.CATEGORY, from, categories.size() + 1, categories.stream().sorted().distinct().toList());
  }

  /** The feature after the last. */
  public int to() {
    return from + buckets;
  }

  /** Feature of a category; null stands for a missing one. */
  int feature(String category) {
    if (!vocabulary.isEmpty()) {
      int place = category == null ? -1 : Collections.binarySearch(vocabulary, category);
      return place < 0 ? to() - 1 : from + place;
    }
    long hash = absorb(FNV_START, name.getBytes(StandardCharsets.UTF_8));
    if (category != null) {
      hash = absorb(hash * FNV_PRIME, category.getBytes(StandardCharsets.UTF_8));
    }
    return from + (int) Long.remainderUnsigned(Seed.mix(hash), buckets);
  }

  private static long absorb(long hash, byte[] bytes) {
    long next = hash;
    for (byte b : bytes) {
      next = (next ^ b & 0xff) * FNV_PRIME;
    }
    return next;
  }

  /** Names each feature that a cell sets and how often, features ascending. */
  void read(Object cell, BiConsumer<Integer, Float> set) {
    int[] features = features(cell);
    Arrays.sort(features);
    for (int n = 0; n < features.length; ) {
      int feature = features[n];
      int count = 0;
      while (n < features.length && features[n] == feature) {
        count++;
        n++;
      }
      set.accept(feature, (float) count);
    }
  }

  private int[] features(Object cell) {
    if (cell == null) {
      return new int[] {feature(null)};
    }
    if (kind == Kind.TEXT) {
      return NO_WORD.splitAsStream(cell.toString().toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty())
          .mapToInt(this::feature).toArray();
    }
    if (cell instanceof Iterable<?> many) {
      List<?> values = CollectionConverters.asJava(many.toSeq());
      return values.stream().mapToInt(value -> feature(value == null ? null : value.toString())).toArray();
    }
    return new int[] {feature(cell.toString())};
  }
}
