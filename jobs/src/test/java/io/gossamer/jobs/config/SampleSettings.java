package io.gossamer.jobs.config;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;
import java.util.List;
import java.util.Map;

/** A tree with every kind of setting, for the tests of this package. */
record SampleSettings(
    @Setting(doc = "A name for people.") String name,
    @Setting(doc = "Where rows come from.") Data data,
    @Setting(doc = "How the model learns.") Training training) {

  enum Scaling {
    NONE,
    STANDARD,
    MIN_MAX
  }

  record Data(
      @Setting(doc = "The file or folder | its address.", path = true) String train,
      @Setting(doc = "More files.", path = true) List<String> extra,
      @Setting(doc = "The label's column.", value = "label") String label,
      @Setting(doc = "How features are scaled.", value = "standard") Scaling scaling,
      @Setting(doc = "Which part is held out.") Split split) {}

  record Split(
      @Setting(doc = "Share for validation.", value = "0.1") double validation,
      @Setting(doc = "Share for testing.", value = "0.2") double test) {
    Split {
      if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
        throw new InvalidInput("data.split leaves no rows to train on: validation is " + validation + ", test is "
            + test + "; their sum must be below 1");
      }
    }
  }

  record Training(
      @Setting(doc = "Passes over the rows.", value = "30") int epochs,
      @Setting(doc = "Seed of every random choice.", value = "1") long seed,
      @Setting(doc = "Learning rate.", value = "0.1") double learningRate,
      @Setting(doc = "Whether momentum looks ahead.", value = "true") boolean nesterov,
      @Setting(doc = "Widths of the hidden layers.", value = "[300, 100]") List<Integer> hidden,
      @Setting(doc = "Epochs of a fall.") List<Double> milestones,
      @Setting(doc = "Sparsity of single layers.", value = "{fc3: 0.0}") Map<String, Double> layers) {
    Training {
      if (epochs < 1) {
        throw new InvalidInput("training.epochs is " + epochs + "; it must be at least 1");
      }
    }
  }

  /** A required setting and nothing else. */
  record Required(@Setting(doc = "Number of classes.") int classes) {}
}
