import com.adobe.epubcheck.tool.EpubChecker;
import com.thaiopensource.util.PropertyMapBuilder;
import com.thaiopensource.validate.ValidateProperty;
import com.thaiopensource.validate.ValidationDriver;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.XsltCompiler;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/**
 * Judges of talking books, in one run of Java. A line of standard input is a job, its fields parted
 * by tabs: "epub FILE RESULT", EPUBCheck, whose JSON goes to RESULT; "rng SCHEMA FILE", jing, whose
 * errors are printed after the job's number; "xsl SHEET SOURCE RESULT", Saxon.
 */
public final class BookJudge {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] arguments) throws Exception {
    System.setOut(new PrintStream(PrintStream.nullOutputStream()));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int number = 0;
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] job = line.split("\t");
      switch (job[0]) {
        case "epub" -> new EpubChecker().run(new String[] {job[1], "--json", job[2]});
        case "rng" -> validate(number, new File(job[1]), new File(job[2]));
        case "xsl" -> transform(new File(job[1]), new File(job[2]), new File(job[3]));
        default -> throw new IllegalArgumentException(line);
      }
      number++;
    }
  }

  private static void validate(int number, File schema, File file) throws Exception {
    PropertyMapBuilder properties = new PropertyMapBuilder();
    properties.put(ValidateProperty.ERROR_HANDLER, new Teller(number, file.getName()));
    ValidationDriver driver = new ValidationDriver(properties.toPropertyMap());
    if (!driver.loadSchema(ValidationDriver.fileInputSource(schema))) {
      throw new IllegalStateException("faulty schema: " + schema);
    }
    driver.validate(ValidationDriver.fileInputSource(file));
  }

  private static void transform(File sheet, File source, File result) throws Exception {
    Processor processor = new Processor(false);
    XsltCompiler compiler = processor.newXsltCompiler();
    compiler
        .compile(new StreamSource(sheet))
        .load30()
        .transform(new StreamSource(source), processor.newSerializer(result));
  }

  private record Teller(int number, String name) implements ErrorHandler {
    private void tell(SAXParseException fault) {
      OUT.println(number + "\t" + name + ": " + fault.getMessage());
    }

    @Override
    public void warning(SAXParseException fault) {}

    @Override
    public void error(SAXParseException fault) {
      tell(fault);
    }

    @Override
    public void fatalError(SAXParseException fault) {
      tell(fault);
    }
  }
}
