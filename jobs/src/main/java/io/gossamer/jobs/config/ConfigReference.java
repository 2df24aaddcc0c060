package io.gossamer.jobs.config;

import java.util.List;
import java.util.Optional;

/** Writes the page docs/configuration.md from the settings records themselves. */
public final class ConfigReference {
  private static final String INTRODUCTION =
      """
      # Configuration

      Settings come from a YAML file (`--config FILE`) and from flags (`--set section.key=value`, repeatable); a flag
      wins over the file, the file over the default. Unknown keys are refused. Text may hold `${NAME}` or
      `${NAME:-default}` for environment variables (`$${` for a literal `${`). Relative paths in a file are taken from
      the file's folder, relative paths in flags from the working directory.

      This page is generated from the settings records; do not edit it.
      """;

  private final StringBuilder page = new StringBuilder(INTRODUCTION);

  private ConfigReference() {}

  /** The page in Markdown: one table a section with key, default and meaning; trees follow each other. */
  @SafeVarargs
  public static String markdown(Class<? extends Record>... roots) {
    ConfigReference reference = new ConfigReference();
    for (Class<? extends Record> root : roots) {
      reference.section(root, "", 1);
    }
    return reference.page.toString();
  }

  private void section(Class<? extends Record> record, String section, int depth) {
    List<SettingKey> keys = SettingKey.of(record, section);
    table(keys.stream().filter(key -> key.section().isEmpty()).toList());
    for (SettingKey key : keys) {
      Optional<Class<? extends Record>> below = key.section();
      if (below.isPresent()) {
        page.append('\n').append("#".repeat(depth + 1)).append(" `").append(key.key()).append("`\n");
        if (!key.doc().isEmpty()) {
          page.append('\n').append(key.doc()).append('\n');
        }
        section(below.get(), key.key(), depth + 1);
      }
    }
  }

  private void table(List<SettingKey> settings) {
    if (settings.isEmpty()) {
      return;
    }
    page.append("\n| key | default | meaning |\n| --- | --- | --- |\n");
    for (SettingKey key : settings) {
      page.append("| `").append(key.key()).append("` | ").append(shownDefault(key)).append(" | ")
          .append(cell(key.doc())).append(" |\n");
    }
  }

  private static String shownDefault(SettingKey key) {
    if (key.isRequired()) {
      return "required";
    }
    return key.defaultText().isEmpty() ? "none" : '`' + cell(key.defaultText()) + '`';
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
