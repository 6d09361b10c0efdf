package dev.valise.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as people write it: 90d, 12h, 30m or 45s; 0 needs no unit. */
final class TimeSpan implements ITypeConverter<Duration> {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})([dhms])|0");

  @Override
  public Duration convert(String text) {
    Matcher span = SPAN.matcher(text.toLowerCase(Locale.ROOT));
    if (!span.matches()) {
      throw new TypeConversionException("'%s' is not a time such as 90d or 12h".formatted(text));
    }
    if (span.group(2) == null) {
      return Duration.ZERO;
    }
    long number = Long.parseLong(span.group(1));
    return switch (span.group(2).charAt(0)) {
      case 'd' -> Duration.ofDays(number);
      case 'h' -> Duration.ofHours(number);
      case 'm' -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
