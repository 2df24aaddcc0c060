package io.gossamer.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.plan.Settings;
import io.gossamer.jobs.config.ConfigReference;
import io.gossamer.jobs.sweep.SweepFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/configuration.md is made from the settings records: write it anew with -Dgossamer.write=true. */
class ConfigurationPageTest {
  @Test
  void thePageIsWhatTheRecordsSay() throws IOException {
    Path page = Path.of("").toAbsolutePath().resolveSibling("docs/configuration.md");
    String made = ConfigReference.markdown(Settings.class, SweepFile.class);
    if (Boolean.getBoolean("gossamer.write")) {
      Files.writeString(page, made);
    }

    assertThat(page).hasContent(made);
  }
}
