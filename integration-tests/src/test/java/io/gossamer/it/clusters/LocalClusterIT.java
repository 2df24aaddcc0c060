package io.gossamer.it.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.it.commands.CommandLineRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code local-cluster}: one, two and four executors come to the model of one process. */
@Tag("clusters")
class LocalClusterIT {
  @TempDir private Path folder;

  @Test
  void oneTwoAndFourExecutors() {
    String reference = DigitsRun.reference(folder);

    for (int executors : new int[] {1, 2, 4}) {
      CommandLineRun run = SparkSubmit.run(folder, "local-cluster[" + executors + ",1,1024]", "client",
          SparkSubmit.SHORT, DigitsRun.arguments(folder.resolve("of" + executors).toString()));
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(DigitsRun.hash(folder.resolve("of" + executors))).as("of " + executors).isEqualTo(reference);
    }
  }
}
