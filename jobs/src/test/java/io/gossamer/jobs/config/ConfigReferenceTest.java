package io.gossamer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
  @Test
  void writesOneTableASectionWithKeyDefaultAndMeaning() {
    String page = ConfigReference.markdown(SampleSettings.class);

    assertThat(page)
        .startsWith("# Configuration\n")
        .contains(
            """
            | key | default | meaning |
            | --- | --- | --- |
            | `name` | none | A name for people. |

            ## `data`

            Where rows come from.

            | key | default | meaning |
            | --- | --- | --- |
            | `data.train` | none | The file or folder \\| its address. |
            """)
        .contains("\n### `data.split`\n\nWhich part is held out.\n")
        .contains("\n| `training.hidden` | `[300, 100]` | Widths of the hidden layers. |\n");
  }

  @Test
  void marksRequiredSettings() {
    assertThat(ConfigReference.markdown(SampleSettings.Required.class))
        .endsWith("| `classes` | required | Number of classes. |\n");
  }

  @Test
  void namesEverySettingOnce() {
    String page = ConfigReference.markdown(SampleSettings.class);

    assertThat(SettingKey.all(SampleSettings.class))
        .hasSize(17)
        .allSatisfy(key -> assertThat(page).containsOnlyOnce("`" + key.key() + "`"));
  }
}
