import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.daisy.braille.embosser.Embosser;
import org.daisy.braille.embosser.EmbosserProvider;
import org.daisy.braille.embosser.EmbosserWriter;
import org.daisy.braille.pef.PEFHandler;
import org.daisy.braille.pef.Range;
import org.daisy.braille.tools.Length;
import org.daisy.paper.PageFormat;
import org.daisy.paper.RollPaperFormat;
import org.daisy.paper.SheetPaperFormat;
import org.daisy.paper.TractorPaperFormat;
import org.daisy.printing.Device;

/**
 * Has braille-utils emboss many jobs in one run. Each line of the input is a job, its fields parted
 * by tabs: name, embosser, paper (sheet 210mm 297mm), features (copies=2 duplex=true), alignment,
 * offset, range (2-3 or -), PEF file. Each line of the output has the name and the bytes in Base64,
 * or the name, a question mark and why there are none. Of a file .ini there are, instead of the
 * bytes, the settings that the embosser writes into it.
 */
public class EmbossJudge {

    public static void main(String[] arguments) throws Exception {
        PrintStream output = System.out;
        System.setOut(System.err);
        BufferedReader jobs =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
            String[] fields = line.split("\t");
            output.println(fields[0] + "\t" + answer(fields));
        }
    }

    private static String answer(String[] fields) {
        try {
            return Base64.getEncoder().encodeToString(emboss(fields));
        } catch (Exception error) {
            Throwable cause = error.getCause() == null ? error : error.getCause();
            return "?\t" + cause.getMessage();
        }
    }

    private static byte[] emboss(String[] fields) throws Exception {
        Embosser embosser = find(fields[1]);
        // First, because which paper is allowed depends on them.
        for (String feature : fields[3].split(" ")) {
            if (!feature.equals("-")) {
                int sign = feature.indexOf('=');
                embosser.setFeature(feature.substring(0, sign), value(feature.substring(sign + 1)));
            }
        }
        embosser.setFeature("pageFormat", paper(fields[2].split(" ")));
        if (fields[7].endsWith(".ini")) {
            File settings = new File(fields[7]);
            ((be_interpoint.Interpoint55Embosser) embosser).saveConfigurationFile(settings);
            return Files.readAllBytes(settings.toPath());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PEFHandler.Builder builder = new PEFHandler.Builder(open(embosser, bytes))
                .align(PEFHandler.Alignment.valueOf(fields[4]))
                .offset(Integer.parseInt(fields[5]));
        if (!fields[6].equals("-")) {
            builder.range(Range.parseRange(fields[6]));
        }
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setNamespaceAware(true);
        SAXParser parser = factory.newSAXParser();
        parser.parse(new File(fields[7]), builder.build());
        return bytes.toByteArray();
    }

    /**
     * A new embosser. Its identifier begins with the class of its provider: the whole catalogue
     * would make all 54 embossers, for each job, and has not all that are in the package.
     */
    private static Embosser find(String name) throws Exception {
        Class<?> provider = Class.forName(name.substring(0, name.indexOf(".EmbosserType")));
        Object made = provider.getDeclaredConstructor().newInstance();
        for (Embosser one : ((EmbosserProvider) made).list()) {
            if (one.getIdentifier().equals(name)) {
                return one;
            }
        }
        throw new IllegalArgumentException("no such embosser: " + name);
    }

    /** Machines that fold refuse streams and want a device, which is given a file a volume. */
    private static EmbosserWriter open(Embosser embosser, ByteArrayOutputStream bytes) {
        Device device = file -> {
            try {
                bytes.write(Files.readAllBytes(file.toPath()));
            } catch (java.io.IOException error) {
                throw new IllegalStateException(error);
            }
        };
        return embosser.supportsVolumes()
                ? embosser.newEmbosserWriter(device) : embosser.newEmbosserWriter(bytes);
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("\\d+") ? (Object) Integer.valueOf(text) : text;
    }

    private static PageFormat paper(String[] parts) {
        Length first = length(parts[1]);
        Length second = length(parts[2]);
        switch (parts[0]) {
            case "tractor":
                return new TractorPaperFormat(first, second);
            case "roll":
                return new RollPaperFormat(first, second);
            default:
                return new SheetPaperFormat(first, second);
        }
    }

    private static Length length(String text) {
        double number = Double.parseDouble(text.substring(0, text.length() - 2));
        return text.endsWith("in")
                ? Length.newInchValue(number) : Length.newMillimeterValue(number);
    }
}
