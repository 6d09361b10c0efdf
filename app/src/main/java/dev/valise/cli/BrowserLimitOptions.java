package dev.valise.cli;

import dev.valise.server.LimitOptions;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What each browser may take of the machine. A mixin. */
final class BrowserLimitOptions {
  @Option(
      names = "--browser-memory",
      paramLabel = "SIZE",
      defaultValue = "4G",
      converter = Memory.class,
      description = {
        "how much memory a browser may take, or each of its processes where the machine does not",
        "count a browser as a whole; 0 or none for no limit",
        "(VALISE_BROWSER_MEMORY; default: ${DEFAULT-VALUE})"
      })
  private OptionalLong memory;

  @Option(
      names = "--browser-tasks",
      paramLabel = "N",
      defaultValue = "2000",
      converter = Tasks.class,
      description = {
        "how many processes and threads a browser may have; 0 or none for no limit",
        "(VALISE_BROWSER_TASKS; default: ${DEFAULT-VALUE})"
      })
  private OptionalInt tasks;

  @Option(
      names = "--browser-cpus",
      paramLabel = "N",
      defaultValue = "none",
      converter = Cpus.class,
      description = {
        "how many processors' worth of time a browser may take, such as 1.5; 0 or none for no limit",
        "(VALISE_BROWSER_CPUS; default: ${DEFAULT-VALUE})"
      })
  private OptionalDouble cpus;

  LimitOptions limits() {
    return new LimitOptions(memory, tasks, cpus);
  }

  private static final class Memory implements ITypeConverter<OptionalLong> {
    @Override
    public OptionalLong convert(String text) {
      return checked(
          text,
          given -> LimitOptions.NONE.withMemory(new ByteSize().convert(given)),
          LimitOptions::memory);
    }
  }

  private static final class Tasks implements ITypeConverter<OptionalInt> {
    @Override
    public OptionalInt convert(String text) {
      return checked(
          text, given -> LimitOptions.NONE.withTasks(Integer.parseInt(given)), LimitOptions::tasks);
    }
  }

  private static final class Cpus implements ITypeConverter<OptionalDouble> {
    @Override
    public OptionalDouble convert(String text) {
      return checked(
          text, given -> LimitOptions.NONE.withCpus(Double.parseDouble(given)), LimitOptions::cpus);
    }
  }

  private static <T> T checked(
      String text, Function<String, LimitOptions> parser, Function<LimitOptions, T> limit) {
    if (text.equals("none") || text.equals("0")) {
      return limit.apply(LimitOptions.NONE);
    }
    try {
      return limit.apply(parser.apply(text));
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'%s' is not a number".formatted(text));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
