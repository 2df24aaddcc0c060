package io.gossamer.ops.loss;

/** The losses by name: the one place to add a new one. */
public enum LossKind {
  /** Cross-entropy over classes, one logit a class. */
  SOFTMAX(Target.CLASS) {
    @Override
    Loss loss(LossSpec spec) {
      return new SoftmaxCrossEntropy(spec);
    }
  },
  /** Cross-entropy of two classes with a single logit, that of class 1. */
  LOGISTIC(Target.CLASS) {
    @Override
    Loss loss(LossSpec spec) {
      return new LogisticLoss(spec);
    }
  },
  /** Mean of the logistic losses of several labels, each 0 or 1, one logit a label. */
  MULTI_LABEL(Target.LABELS) {
    @Override
    Loss loss(LossSpec spec) {
      return new MultiLabelLoss();
    }
  },
  /** Half the squared error, the mean over outputs. */
  SQUARED(Target.VALUES) {
    @Override
    Loss loss(LossSpec spec) {
      return new ValueLoss(spec, error -> 0.5 * error * error, error -> error);
    }
  },
  /** Half the squared error up to {@code huberDelta} deviations of the target, linear beyond. Huber 1964. */
  HUBER(Target.VALUES) {
    @Override
    Loss loss(LossSpec spec) {
      double delta = spec.huberDelta() * spec.scale().deviation();
      return new ValueLoss(
          spec,
          error -> Math.abs(error) <= delta ? 0.5 * error * error : delta * (Math.abs(error) - 0.5 * delta),
          error -> Math.max(-delta, Math.min(delta, error)));
    }
  },
  /** The pinball loss, whose least value is at the quantile of the target. Koenker and Bassett 1978. */
  QUANTILE(Target.VALUES) {
    @Override
    Loss loss(LossSpec spec) {
      double above = spec.quantile() - 1;
      double scale = spec.scale().deviation();
      return new ValueLoss(
          spec, error -> error < 0 ? -spec.quantile() * error : -above * error,
          error -> scale * (error < 0 ? -spec.quantile() : error > 0 ? -above : 0));
    }
  },
  /** Negative log-likelihood of a count whose logarithmic mean is the logit. */
  POISSON(Target.VALUES) {
    @Override
    Loss loss(LossSpec spec) {
      return new PoissonLoss();
    }
  },
  /** Half the squared distance between the row and the output, the mean over features. */
  RECONSTRUCTION(Target.ROW) {
    @Override
    Loss loss(LossSpec spec) {
      return new ValueLoss(spec, error -> 0.5 * error * error, error -> error);
    }
  };

  /** What a row is compared with. */
  public enum Target {
    /** The number of a class. */
    CLASS,
    /** Zeros and ones. */
    LABELS,
    /** Real numbers. */
    VALUES,
    /** The row itself. */
    ROW
  }

  private final Target target;

  LossKind(Target target) {
    this.target = target;
  }

  abstract Loss loss(LossSpec spec);

  /** What a row is compared with. */
  public Target target() {
    return target;
  }

  /** Whether labels are class indices. */
  public boolean classifies() {
    return target == Target.CLASS;
  }
}
