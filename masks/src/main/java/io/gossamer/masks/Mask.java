package io.gossamer.masks;

import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the weights of a model may be nonzero: one pattern per layer, with a version that grows by one at every change
 * and a 64-bit hash of the places. Every message between driver and workers carries both. Dense values have no
 * mask.
 */
public final class Mask {
  private final int version;
  private final long hash;
  private final List<String> layers;
  private final List<Pattern> patterns;

  /**
   * @param layers names, one per pattern, for example {@code fc1}
   * @param patterns {@code [out, in]} each
   */
  public Mask(int version, List<String> layers, List<Pattern> patterns) {
    if (layers.size() != patterns.size()) {
      throw new InvariantBroken(layers.size() + " layer names for " + patterns.size() + " patterns");
    }
    this.version = version;
    this.layers = List.copyOf(layers);
    this.patterns = List.copyOf(patterns);
    this.hash = hash(patterns);
  }

  private static long hash(List<Pattern> patterns) {
    long hash = 0;
    for (Pattern pattern : patterns) {
      hash = Seed.mix(hash + pattern.out());
      hash = Seed.mix(hash + pattern.in());
      for (int start : pattern.rowStarts()) {
        hash = Seed.mix(hash + start);
      }
      for (int column : pattern.columns()) {
        hash = Seed.mix(hash + column);
      }
    }
    return hash;
  }

  public int version() {
    return version;
  }

  /** Equal for equal places, whatever the version. */
  public long hash() {
    return hash;
  }

  public List<String> layers() {
    return layers;
  }

  public List<Pattern> patterns() {
    return patterns;
  }

  /** Names and sizes of the layers; linear ones, whatever they were planned as. */
  public List<LayerShape> shapes() {
    return IntStream.range(0, layers.size())
        .mapToObj(l -> new LayerShape(layers.get(l), patterns.get(l).out(), patterns.get(l).in())).toList();
  }

  /** Kept weights of all layers. */
  public int nnz() {
    return patterns.stream().mapToInt(Pattern::nnz).sum();
  }

  /** Weights of all layers if nothing were masked. */
  public long places() {
    return patterns.stream().mapToLong(p -> (long) p.out() * p.in()).sum();
  }

  /** Share of weights that are masked out, in [0, 1]. */
  public double sparsity() {
    return places() == 0 ? 0 : 1 - nnz() / (double) places();
  }

  /** Where the kept weights of layer {@code l} start in the value array, whose first part they are. */
  public int weightsAt(int l) {
    int at = 0;
    for (int before = 0; before < l; before++) {
      at += patterns.get(before).nnz();
    }
    return at;
  }

  /**
   * @throws InvariantBroken naming both masks, if a message made with another mask is about to be used with this one
   */
  public void check(String what, int otherVersion, long otherHash) {
    if (otherVersion != version || otherHash != hash) {
      throw new InvariantBroken(what + " was made with mask " + label(otherVersion, otherHash) + ", the run is at mask "
          + label(version, hash) + "; refusing to use it");
    }
  }

  private static String label(int version, long hash) {
    return version + " (" + String.format("%016x", hash) + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask that && version == that.version && patterns.equals(that.patterns)
        && layers.equals(that.layers);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash) + version;
  }

  @Override
  public String toString() {
    return "mask " + label(version, hash);
  }
}
