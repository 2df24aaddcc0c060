package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.it.clusters.DigitsRun;
import io.gossamer.it.clusters.SparkSubmit;
import io.gossamer.it.commands.CommandLineRun;
import io.gossamer.it.faults.Fault;
import io.gossamer.it.faults.Fault.Kind;
import io.gossamer.it.faults.FaultPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks, blocks, files and executors that go wrong on two executors change no bit of the model. */
@Tag("clusters")
class FaultIT {
  private static final String CLUSTER = "local-cluster[2,1,1024]";

  /** Evidence passes while it trains, statistics of batch norms at its end. */
  private static final String[] SETS = {
    "sparsity.method=rigl", "model.normalization=batch", "checkpoint.every=1"
  };

  @TempDir private static Path folder;
  private static String reference;

  @BeforeAll
  static void train() {
    reference = DigitsRun.reference(folder, SETS);
  }

  private static CommandLineRun submit(String output, Path faulty, Fault... faults) {
    Map<String, String> properties = new HashMap<>(SparkSubmit.SHORT);
    if (faults.length > 0) {
      properties.putAll(FaultPlugin.properties(faulty, List.of(faults)));
    }
    return SparkSubmit.run(folder, CLUSTER, "client", properties,
        DigitsRun.arguments(folder.resolve(output).toString(), SETS));
  }

  private static void comesToTheSame(String output, Fault... faults) throws IOException {
    Path faulty = Files.createDirectory(folder.resolve(output + "-faults"));

    CommandLineRun run = submit(output, faulty, faults);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(faults).allSatisfy(fault -> assertThat(fault.isSpent(faulty)).as(fault.toString()).isTrue());
    assertThat(DigitsRun.hash(folder.resolve(output))).isEqualTo(reference);
  }

  @Test
  void tasksThatFailOrWaitAndWhatTheyReadThatIsLost() throws IOException {
    comesToTheSame("tasks",
        new Fault(Kind.CORRUPT, "loading the rows", Fault.ANY, 1), new Fault(Kind.FAIL, "round 2", 1, 3),
        new Fault(Kind.DROP, "round 3", 3, 1), new Fault(Kind.SLOW, "round 4", 0, 1),
        new Fault(Kind.FAIL, "evidence for the mask", 2, 3));
  }

  @Test
  void executorsKilledWhileTheyGatherEvidenceAndStatistics() throws IOException {
    comesToTheSame("executors", new Fault(Kind.KILL, "evidence for the mask", 1, 1),
        new Fault(Kind.KILL, "statistics of the training rows", 2, 1));
  }

  @Test
  void aTaskThatAlwaysFailsEndsTheRunByNameAndTheSameCommandGoesOn() throws IOException {
    Path faulty = Files.createDirectory(folder.resolve("hopeless-faults"));

    CommandLineRun run = submit("hopeless", faulty, new Fault(Kind.FAIL, "round 4", 1, 1_000));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err()).contains("injected: FAIL/round 4");
    assertThat(folder.resolve("hopeless/summary.json")).doesNotExist();

    CommandLineRun again = submit("hopeless", faulty);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(DigitsRun.hash(folder.resolve("hopeless"))).isEqualTo(reference);
  }
}
