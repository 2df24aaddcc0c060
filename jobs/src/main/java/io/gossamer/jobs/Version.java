package io.gossamer.jobs;

import io.gossamer.driver.report.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"gossamer " + Versions.gossamer()};
  }
}
