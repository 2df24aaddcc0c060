package io.gossamer.ops.random;

import java.nio.charset.StandardCharsets;

/**
 * The name of a random choice: the same seed gives the same draws on any machine, in any order, however often it is
 * retried. Children are derived by name, so that adding one draw never moves another.
 *
 * <p>Source: the finaliser and the golden gamma of SplitMix64 (Steele, Lea and Flood 2014), used as a counter-based
 * generator: draw {@code n} of a stream is {@code mix(state + n * gamma)}.
 */
public record Seed(long state) {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  /** The seed of the choice {@code name} with the given coordinates, for example ("shuffle", shard, pass). */
  public Seed child(String name, long... coordinates) {
    long hash = state;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash + GAMMA ^ b);
    }
    for (long coordinate : coordinates) {
      hash = mix(hash + GAMMA ^ mix(coordinate + GAMMA));
    }
    return new Seed(mix(hash + GAMMA));
  }

  /** A fresh stream from the first draw. */
  public Stream stream() {
    return new Stream(state);
  }

  /** Scrambles 64 bits so that each input bit moves about half of the output bits; a bijection. */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** A sequence of draws; not for use by several threads. */
  public static final class Stream {
    private long counter;
    private double spare = Double.NaN;

    private Stream(long state) {
      this.counter = state;
    }

    public long nextLong() {
      counter += GAMMA;
      return mix(counter);
    }

    /** Uniform in {@code [0, bound)}, without bias. Source: Lemire 2019, algorithm 5. */
    public int nextInt(int bound) {
      if (bound <= 0) {
        throw new IllegalArgumentException("bound must be positive, not " + bound);
      }
      long product = (nextLong() >>> 32) * bound;
      if ((product & 0xffffffffL) < bound) {
        long threshold = (1L << 32) % bound;
        while ((product & 0xffffffffL) < threshold) {
          product = (nextLong() >>> 32) * bound;
        }
      }
      return (int) (product >>> 32);
    }

    /** Uniform in {@code [0, 1)} with 53 random bits. */
    public double nextDouble() {
      return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Standard normal, by the polar method on StrictMath so that bits agree on every machine. */
    public double nextGaussian() {
      if (!Double.isNaN(spare)) {
        double value = spare;
        spare = Double.NaN;
        return value;
      }
      while (true) {
        double u = 2 * nextDouble() - 1;
        double v = 2 * nextDouble() - 1;
        double s = u * u + v * v;
        if (s > 0 && s < 1) {
          double factor = StrictMath.sqrt(-2 * StrictMath.log(s) / s);
          spare = v * factor;
          return u * factor;
        }
      }
    }

    /** Shuffles the first {@code count} entries in place (Fisher-Yates). */
    public void shuffle(int[] array, int count) {
      for (int n = count - 1; n > 0; n--) {
        int other = nextInt(n + 1);
        int kept = array[n];
        array[n] = array[other];
        array[other] = kept;
      }
    }
  }
}
