package io.gossamer.driver.plan;

import io.gossamer.ops.settings.Setting;

/** The section {@code output}. */
public record OutputSettings(
    @Setting(doc = "Run directory, local or any Hadoop URI; must be new or empty. Not set: runs/<name>-<time>.",
        path = true) String directory) {}
