package io.gossamer.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvalidInput;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void aSchedulerReadsTheNumbersOfTheDocumentation() {
    assertThat(ExitCode.DONE.code()).isZero();
    assertThat(ExitCode.FAILED.code()).isEqualTo(1);
    assertThat(ExitCode.BAD_INPUT.code()).isEqualTo(2);
    assertThat(ExitCode.REFUSED.code()).isEqualTo(3);
  }

  @Test
  void theUsersFaultIsFoundUnderWhatSparkWrapsItIn() {
    InvalidInput input = new InvalidInput("column \"x\" is missing");
    RuntimeException wrapped = new RuntimeException("Job aborted", new IllegalStateException(input));

    assertThat(ExitCode.of(wrapped)).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(ExitCode.userFault(wrapped)).isSameAs(input);
    assertThat(ExitCode.of(new CorruptFile("cut short"))).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void noCommandAndUnknownFlagsAreBadUsage() {
    assertThat(Gossamer.run()).isEqualTo(2);
    assertThat(Gossamer.run("train", "--nonsense")).isEqualTo(2);
    assertThat(Gossamer.run("--version")).isZero();
  }
}
