package io.gossamer.ops.optim;

/** The optimisers by name: the one place to add a new one. */
public enum OptimizerKind {
  /** Momentum, with or without Nesterov. */
  SGD {
    @Override
    public Optimizer optimizer(
        double momentum, boolean nesterov, double beta1, double beta2, double epsilon, double weightDecay) {
      return new Sgd((float) momentum, nesterov, (float) weightDecay);
    }
  },
  /** Adam with decay in the gradient. */
  ADAM {
    @Override
    public Optimizer optimizer(
        double momentum, boolean nesterov, double beta1, double beta2, double epsilon, double weightDecay) {
      return new Adam((float) beta1, (float) beta2, (float) epsilon, (float) weightDecay, false);
    }
  },
  /** Adam with decoupled decay. */
  ADAMW {
    @Override
    public Optimizer optimizer(
        double momentum, boolean nesterov, double beta1, double beta2, double epsilon, double weightDecay) {
      return new Adam((float) beta1, (float) beta2, (float) epsilon, (float) weightDecay, true);
    }
  },
  /** Steps that shrink where gradients were large. */
  ADAGRAD {
    @Override
    public Optimizer optimizer(
        double momentum, boolean nesterov, double beta1, double beta2, double epsilon, double weightDecay) {
      return new Adagrad((float) epsilon, (float) weightDecay);
    }
  },
  /** Adam's direction at a length that fits each layer. */
  LAMB {
    @Override
    public Optimizer optimizer(
        double momentum, boolean nesterov, double beta1, double beta2, double epsilon, double weightDecay) {
      return new Lamb((float) beta1, (float) beta2, (float) epsilon, (float) weightDecay);
    }
  };

  /** The optimiser with its settings; each takes those that concern it. */
  public abstract Optimizer optimizer(
      double momentum, boolean nesterov, double beta1, double beta2, double epsilon, double weightDecay);
}
