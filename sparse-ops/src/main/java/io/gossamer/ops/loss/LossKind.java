package io.gossamer.ops.loss;

/** The losses by name: the one place to add a new one. */
public enum LossKind {
  /** Cross-entropy over classes, one logit a class. */
  SOFTMAX(new SoftmaxCrossEntropy(), true),
  /** Cross-entropy of two classes with a single logit, that of class 1. */
  LOGISTIC(new LogisticLoss(), true),
  /** Half the squared error of a single output. */
  SQUARED(new SquaredLoss(), false);

  private final Loss loss;
  private final boolean classifies;

  LossKind(Loss loss, boolean classifies) {
    this.loss = loss;
    this.classifies = classifies;
  }

  public Loss loss() {
    return loss;
  }

  /** Whether labels are class indices; else they are real targets. */
  public boolean classifies() {
    return classifies;
  }
}
