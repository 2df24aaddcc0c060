package io.gossamer.ops.loss;

/** The losses by name: the one place to add a new one. */
public enum LossKind {
  /** Cross-entropy over classes, one logit a class. */
  SOFTMAX(true) {
    @Override
    public Loss loss(TargetScale target) {
      return new SoftmaxCrossEntropy();
    }
  },
  /** Cross-entropy of two classes with a single logit, that of class 1. */
  LOGISTIC(true) {
    @Override
    public Loss loss(TargetScale target) {
      return new LogisticLoss();
    }
  },
  /** Half the squared error of a single output. */
  SQUARED(false) {
    @Override
    public Loss loss(TargetScale target) {
      return new SquaredLoss(target);
    }
  };

  private final boolean classifies;

  LossKind(boolean classifies) {
    this.classifies = classifies;
  }

  /**
   * @param target units of a regression's output; classes have none
   */
  public abstract Loss loss(TargetScale target);

  /** Whether labels are class indices; else they are real targets. */
  public boolean classifies() {
    return classifies;
  }
}
