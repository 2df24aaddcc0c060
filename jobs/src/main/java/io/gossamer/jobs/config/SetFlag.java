package io.gossamer.jobs.config;

import io.gossamer.ops.InvalidInput;
import java.util.List;
import java.util.Locale;

/** One {@code --set section.key=value}, already split and parsed. */
record SetFlag(List<String> path, Given value) {
  static SetFlag parse(String flag) {
    int equals = flag.indexOf('=');
    String key = flag.substring(0, Math.max(0, equals)).strip();
    if (key.isEmpty()) {
      throw new InvalidInput("--set \"" + flag + "\" is not of the form section.key=value");
    }
    List<String> path = List.of(key.split("\\.", -1));
    if (path.size() > YamlParser.MAX_DEPTH) {
      throw new InvalidInput(
          String.format(Locale.ROOT, "--set names a key of %,d parts; no setting has that many", path.size()));
    }
    return new SetFlag(path, YamlParser.value("the value of " + key, flag.substring(equals + 1), Origin.FLAG));
  }

  /** The tree with this value in the place of whatever stood under its key. */
  Given.Section onto(Given.Section tree) {
    return onto(tree, 0);
  }

  private Given.Section onto(Given.Section section, int part) {
    String key = path.get(part);
    return section.with(key, part == path.size() - 1 ? value : onto(below(section, part), part + 1));
  }

  private Given.Section below(Given.Section section, int part) {
    Given given = section.entries().get(path.get(part));
    if (given == null || given.isUnset()) {
      return Given.Section.empty(Origin.FLAG);
    }
    if (given instanceof Given.Section below) {
      return below;
    }
    String key = String.join(".", path.subList(0, part + 1));
    throw new InvalidInput("--set " + String.join(".", path) + " reaches into " + key + ", but " + key + " is "
        + given.described() + given.origin().inBrackets());
  }
}
