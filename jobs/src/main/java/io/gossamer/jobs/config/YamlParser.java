package io.gossamer.jobs.config;

import io.gossamer.ops.InvalidInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Turns YAML 1.2 into a tree of {@link Given}. Built on the parser's events and not on its composer, because only so
 * can depth be limited before the stack is gone, and aliases stay shared instead of multiplying.
 */
final class YamlParser {
  /** Settings are at most five keys deep; this leaves room and keeps the recursion below harmless. */
  static final int MAX_DEPTH = 20;

  private static final int MAX_ALIASES = 100;
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private final String name;
  private final IntFunction<Origin> originOfLine;
  private final Map<String, Given> anchors = new HashMap<>();
  private Iterator<Event> events;
  private int aliases;

  private YamlParser(String name, IntFunction<Origin> originOfLine) {
    this.name = name;
    this.originOfLine = originOfLine;
  }

  /** The one document of a file; {@code name} starts messages, relative paths are relative to {@code folder}. */
  static Given.Section file(String name, Path folder, String text) {
    return new YamlParser(name, line -> new Origin("line " + line, folder)).section(text);
  }

  /**
   * A value outside of a file: YAML if it starts as a list, a map or quoted text, else plain text as it stands, so that
   * {@code |} or {@code a: b} need no quotes.
   */
  static Given value(String name, String text, Origin origin) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || "[{\"'".indexOf(trimmed.charAt(0)) < 0) {
      return new Given.Text(trimmed, NULLS.contains(trimmed), origin);
    }
    return new YamlParser(name, line -> origin).document(trimmed).orElseThrow();
  }

  private Given.Section section(String text) {
    Given document = document(text).orElse(Given.Section.empty(Origin.DEFAULT));
    if (document.isUnset()) {
      return Given.Section.empty(Origin.DEFAULT);
    }
    if (document instanceof Given.Section section) {
      return section;
    }
    throw new InvalidInput(name + " holds " + document.described() + "; it must hold sections of settings");
  }

  private Optional<Given> document(String text) {
    LoadSettings settings = LoadSettings.builder().setLabel(name).build();
    try {
      events = new Parse(settings).parseString(text).iterator();
      Optional<Given> document = Optional.empty();
      while (events.hasNext()) {
        Event event = events.next();
        if (event instanceof NodeEvent node) {
          document = Optional.of(node(node, 0));
        } else if (event.getEventId() == Event.ID.DocumentStart && document.isPresent()) {
          throw new InvalidInput(name + " holds more than one YAML document; keep one");
        }
      }
      return document;
    } catch (MarkedYamlEngineException e) {
      String problem = Optional.ofNullable(e.getProblem()).orElse("it cannot be parsed");
      throw new InvalidInput(name + " is not valid YAML"
          + e.getProblemMark().map(mark -> origin(mark).inBrackets()).orElse("") + ": " + problem.strip(), e);
    } catch (YamlEngineException e) {
      throw new InvalidInput(name + " is not valid YAML: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  private Given node(NodeEvent event, int depth) {
    if (depth > MAX_DEPTH) {
      throw new InvalidInput(name + " is nested more than " + MAX_DEPTH + " deep" + place(event));
    }
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    refuseForeignTags(event);
    Given given = event instanceof ScalarEvent scalar ? text(scalar) : collection(event, depth);
    event.getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), given));
    return given;
  }

  private Given collection(NodeEvent event, int depth) {
    return event.getEventId() == Event.ID.SequenceStart ? items(event, depth) : entries(event, depth);
  }

  private Given text(ScalarEvent event) {
    return new Given.Text(event.getValue(), event.isPlain() && NULLS.contains(event.getValue()), origin(event));
  }

  private Given items(NodeEvent start, int depth) {
    List<Given> items = new ArrayList<>();
    for (Event next = events.next(); next instanceof NodeEvent item; next = events.next()) {
      items.add(node(item, depth + 1));
    }
    return new Given.Items(items, origin(start));
  }

  private Given entries(NodeEvent start, int depth) {
    Map<String, Given> entries = new LinkedHashMap<>();
    Map<String, String> firstLines = new HashMap<>();
    for (Event next = events.next(); next instanceof NodeEvent key; next = events.next()) {
      if (!(node(key, depth + 1) instanceof Given.Text text)) {
        throw new InvalidInput(name + " has a key that is not plain text" + place(key));
      }
      String first = firstLines.putIfAbsent(text.text(), place(key));
      if (first != null) {
        throw new InvalidInput(name + " says \"" + text.text() + "\" twice in one section" + place(key)
            + ", first" + first + "; keep one");
      }
      entries.put(text.text(), node((NodeEvent) events.next(), depth + 1));
    }
    return new Given.Section(entries, origin(start));
  }

  private Given aliased(AliasEvent alias) {
    if (++aliases > MAX_ALIASES) {
      throw new InvalidInput(name + " uses more than " + MAX_ALIASES + " aliases; write the values out");
    }
    Given given = anchors.get(alias.getAlias().getValue());
    if (given == null) {
      throw new InvalidInput(name + " uses *" + alias.getAlias().getValue() + place(alias)
          + " before &" + alias.getAlias().getValue() + " is complete");
    }
    return given;
  }

  /** Tags ask a loader to build objects; the records alone decide about types here. */
  private void refuseForeignTags(NodeEvent event) {
    Optional<String> tag = event instanceof ScalarEvent scalar
        ? scalar.getTag()
        : ((CollectionStartEvent) event).getTag();
    if (tag.isPresent()) {
      throw new InvalidInput(name + " has the YAML tag \"" + tag.get() + '"' + place(event) + "; remove it");
    }
  }

  private Origin origin(NodeEvent event) {
    return origin(event.getStartMark().orElseThrow());
  }

  private Origin origin(Mark mark) {
    return originOfLine.apply(mark.getLine() + 1);
  }

  private String place(NodeEvent event) {
    return origin(event).inBrackets();
  }
}
