package io.gossamer.ops.optim;

import java.util.List;

/**
 * The learning rate of every local step: a pure function of the step's number. A warm-up rises linearly to the base
 * rate; what follows is spread over the remaining steps.
 *
 * @param base the rate after the warm-up
 * @param warmup steps of the warm-up
 * @param total steps of the whole run
 * @param milestones steps at which {@link Shape#STEP} multiplies the rate by {@code factor}, ascending
 */
public record LearningRate(Shape shape, double base, long warmup, long total, List<Long> milestones, double factor)
    implements Rate {
  public LearningRate {
    milestones = List.copyOf(milestones);
  }

  /** How the rate falls after the warm-up. */
  public enum Shape {
    /** Never. */
    CONSTANT,
    /** By a factor at each milestone. */
    STEP,
    /** Half a cosine, to zero. Source: Loshchilov and Hutter 2017, without restarts. */
    COSINE,
    /** In a straight line, to zero. */
    LINEAR
  }

  /** The same shape, {@code factor} times as high. */
  public LearningRate times(double factor) {
    return new LearningRate(shape, base * factor, warmup, total, milestones, this.factor);
  }

  @Override
  public float at(long step) {
    if (step < warmup) {
      return (float) (base * (step + 1) / (warmup + 1));
    }
    double progress = total <= warmup ? 0 : Math.min(1, (step - warmup) / (double) (total - warmup));
    return (float) switch (shape) {
      case CONSTANT -> base;
      case STEP -> base * StrictMath.pow(factor, passed(step));
      case COSINE -> base * 0.5 * (1 + StrictMath.cos(Math.PI * progress));
      case LINEAR -> base * (1 - progress);
    };
  }

  private long passed(long step) {
    return milestones.stream().filter(milestone -> step >= milestone).count();
  }
}
