package io.gossamer.ops.optim;

/**
 * Learning rates of a phase that trains on after a prune, over {@code steps} local steps from {@code first}. Sources:
 * Zimmer et al. 2023 ("How I learned to stop worrying and love retraining") for all but {@link Shape#SWA}; Izmailov et
 * al. 2018 for that (methods.md A3, A5.1, golden F9).
 *
 * @param original schedule of the first training, in the steps of this phase
 * @param peak the largest rate; of {@link Shape#ALLR} the one that {@link #adaptive} gives
 * @param averageFrom share of the phase after which samples are averaged, in (0, 1]; used by {@link Shape#SWA}
 * @param averageRate rate from then on, as a share of {@code peak}
 */
public record RetrainRate(
    Shape shape, LearningRate original, double peak, long first, long steps, double averageFrom, double averageRate)
    implements Rate {
  /** Share of the phase over which the starred shapes rise from zero along half a cosine. */
  private static final double WARMUP = 0.1;

  /** How the rate runs through the phase; the starred ones (*) warm up. */
  public enum Shape {
    /** Constant at the last rate of the first training (fine-tuning). */
    FT,
    /** The last rates of the first training once more (rewinding of the rate). */
    LRW,
    /** The whole first schedule, compressed (*). */
    SLR,
    /** Half a cosine from the peak to the last rate of the first training (*). */
    CLR,
    /** A straight line from the peak to zero (*). */
    LLR,
    /** The same from a peak that fits what the prune took away (*). */
    ALLR,
    /** The peak, a straight fall, then constant while samples are averaged. */
    SWA
  }

  /**
   * The peak of {@link Shape#ALLR}: {@code largest * r / sqrt(p)}, {@code r} being the share of the weights' norm that
   * the prune took, but at least what {@code length} suggests and at most {@code largest}.
   *
   * @param before norm of the weights before the prune
   * @param after norm of those that stayed
   * @param pruned share of the weights that went, in (0, 1]
   * @param length of the phase as a share of the first training
   */
  public static double adaptive(double largest, double before, double after, double pruned, double length) {
    double lost = before == 0 ? 0 : Math.sqrt(Math.max(0, before * before - after * after)) / before;
    double fitting = pruned == 0 ? 0 : largest * lost / Math.sqrt(pruned);
    return Math.min(largest, Math.max(Math.min(length, 1) * largest, fitting));
  }

  @Override
  public float at(long step) {
    long t = step - first;
    return (float) switch (shape) {
      case FT -> last();
      case LRW -> original.at(Math.max(0, original.total() - steps + t));
      case SLR -> warmed(t, slid(t - warmup()));
      case CLR -> warmed(t, last() + (peak - last()) * 0.5 * (1 + StrictMath.cos(Math.PI * progress(t))));
      case LLR, ALLR -> warmed(t, peak * (1 - progress(t)));
      case SWA -> peak * averaging(t / (double) steps / averageFrom);
    };
  }

  private long warmup() {
    return (long) (WARMUP * steps);
  }

  private double warmed(long t, double after) {
    return t < warmup() ? peak * (1 - StrictMath.cos(Math.PI * t / warmup())) / 2 : after;
  }

  /** Share of the steps after the warm-up that are done. */
  private double progress(long t) {
    return (t - warmup()) / (double) (steps - warmup());
  }

  private double last() {
    return original.at(original.total() - 1);
  }

  /** The first schedule at the same share of its length, its own warm-up replaced by the peak. */
  private double slid(long done) {
    long index = (long) (done * (double) original.total() / (steps - warmup()));
    return index < original.warmup() ? peak : original.at(index) * (peak / original.base());
  }

  private double averaging(double t) {
    if (t <= 0.5) {
      return 1;
    }
    return t <= 0.9 ? 1 - (1 - averageRate) * (t - 0.5) / 0.4 : averageRate;
  }
}
