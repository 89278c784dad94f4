"""What is used of the inside of WeasyPrint and pydyf: what for, and the source that was read.

No promise of theirs covers any of it: in a release within the ranges of pyproject.toml it may read otherwise.
A test then says so, and what is to be done. `scripts/engine_inside.py` prints what is installed.
"""

from __future__ import annotations

from dataclasses import dataclass

RELEASES = {"weasyprint": ("70.0",), "pydyf": ("0.13.0",)}
"""The releases that were read; there were no others within the ranges of pyproject.toml."""


@dataclass(frozen=True, slots=True)
class Inner:
    """Something inside: a function, class, value, C function, C type (after a colon), file (after a stroke).

    A function has a signature and a source, a class its bases, a value or file a source alone, C functions
    and types how they are declared. `sources` are SHA-256: several where releases differ and ours fits all.
    """

    name: str
    why: str
    signature: str
    sources: tuple[str, ...]


REPLACED = (
    Inner(
        "weasyprint.layout.block.iter_line_boxes",
        "A paragraph is broken as a whole before its first line; then theirs makes the lines.",
        "(context, box, position_y, bottom_space, skip_stack, containing_block, absolute_boxes, "
        "fixed_boxes, first_letter_style, first_line_style)",
        ("6133a0ef6e562fad313ff7f46442dd2c738fe024e727ed4a12d1fd0ba98c333f",),
    ),
    Inner(
        "weasyprint.layout.inline.justify_line",
        "What a line lacks is shared among all its characters, not among spaces alone.",
        "(context, line, extra_width)",
        ("cbba344b3c57ef103353068b0a5e5efcc64f2ce54731e9ab52db52d3121dafea",),
    ),
    Inner(
        "weasyprint.text.line_break.Layout.reactivate",
        "Glyphs are moved when a text has been shaped again, to be drawn.",
        "(self, style)",
        ("df15b7a6639dd1bfdff21ff33b272872527779e5f70772a62ad70875bdfdcb75",),
    ),
    Inner(
        "weasyprint.layout.LayoutContext.report_footnote",
        "The note on the first page of a text is not moved to the next.",
        "(self, footnote)",
        ("6c5e58ebb16dcc23c56c26e5b51f0c1f0ee697c3b61dd36b56671722bf1fcaec",),
    ),
    Inner(
        "weasyprint.layout.LayoutContext._update_footnote_area",
        "The note that stays counts in the height of the footnotes.",
        "(self)",
        ("fedec017556e86a2543a95e41f0cc6f908504a01f764fd13f8a38d3e7a479e7a",),
    ),
    Inner(
        "weasyprint.pdf.build_fonts_dictionary",
        "Fonts of the book stay outside; theirs embeds the others.",
        "(pdf, fonts, compress, subset, options)",
        ("934910c919b576e95fe881df0f8ac397e9594aadcbbe2fed4d86a835185d3aff",),
    ),
)
"""Functions that the book goes past, to ours, by `patches.replace`."""

RELIED = (
    # document.py
    Inner(
        "weasyprint.HTML.__init__",
        "Sets five attributes; ours are set without it, from elements that need no parsing.",
        "(self, guess=None, filename=None, url=None, file_obj=None, string=None, encoding=None, "
        "base_url=None, url_fetcher=None, media_type='print')",
        ("5192c9881ab3126c19bb34244cc1d76eced28d01a9183c4fa93ba38dc80fedb0",),
    ),
    Inner(
        "weasyprint.HTML.render",
        "Reads the attributes of HTML and nothing else of it; takes parsed style sheets.",
        "(self, font_config=None, counter_style=None, color_profiles=None, **options)",
        ("61adb8a69fbeed7dda74dc015e29bdf1f8ba2a73a08d9861ed10adee0a4a9797",),
    ),
    Inner(
        "weasyprint.document.Document._render",
        "Reads those attributes; takes one FontConfiguration for many documents.",
        "(html, font_config, counter_style, color_profiles, options)",
        ("e504b3090efd05fb3d87879a92eab532f9765fcbffa646c0b1679f6de77030bf",),
    ),
    Inner(
        "weasyprint.document.Document._build_layout_context",
        "Takes parsed style sheets, the same for many documents, and leaves them as they are.",
        "(html, font_config, counter_style, color_profiles, options)",
        ("28bdc03b97755ca01ac0e06d61883247d55948bae70ba312d5d7b56964cf1fc5",),
    ),
    Inner(
        "weasyprint.text.fonts.FontConfiguration.__init__",
        "What is held for a whole thread: fonts, and shapes of empty lines.",
        "(self)",
        ("7892baa23553dd9b45fc50850dd93a5a5b30c7312c533781bf6dec6865eba9d6",),
    ),
    # boxes.py
    Inner(
        "weasyprint.document.Page.__init__",
        "Has _page_box, width, height and anchors.",
        "(self, page_box)",
        ("255358c76401193fbab1b4a633aba350c1be43650ed9eb5904c1c1c0e72e9475",),
    ),
    Inner(
        "weasyprint.anchors.gather_anchors",
        "Gives anchors as four edges, where the first place of a name counts.",
        "(box, anchors, links, bookmarks, forms, parent_matrix=None, parent_form=None, parent_link=None)",
        ("a6970b1005706125b20064874827252e0e1c3a6189f333b399b2f28246d18c27",),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.Box",
        "Boxes are told apart by their classes.",
        "(object)",
        (),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.ParentBox",
        "What has children.",
        "(Box)",
        (),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.LineBox",
        "A line, or all of a paragraph before it is broken.",
        "(ParentBox)",
        (),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.InlineBox",
        "An element inside a line.",
        "(InlineLevelBox, ParentBox)",
        (),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.TextBox",
        "Text; it has no children.",
        "(InlineLevelBox)",
        (),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.TableBox",
        "A table, whose margins count in its width.",
        "(BlockLevelBox, ParentBox)",
        (),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.MarginBox",
        "Running heads, which are no part of the text.",
        "(BlockContainerBox)",
        (),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.Box.__init__",
        "Has element_tag, style, element and children.",
        "(self, element_tag, style, element)",
        ("08a6515cb0c5464e1a5f887e7f737782aea28ef17335581027855e00b501a600",),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.Box.copy",
        "What is written on a box (whole, composed_for, staying) goes along with its copies.",
        "(self)",
        ("0e320995d52a653deca532b068fbeb26a19c425851929892b7ca7e634852bac2",),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.ParentBox.deepcopy",
        "So it does when the area of footnotes is copied.",
        "(self)",
        ("6f7d47ca11a20fc2cf7e62b9faa5e042927203956fc2046bdf9fcdee96928ba8",),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.TextBox.__init__",
        "Has text.",
        "(self, element_tag, style, element, text)",
        ("ac813e9c52a77084ad36c02b289620f604400f027fbca0d366e413737a2d9da8",),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.TextBox.copy_with_text",
        "So it does when a text is cut into lines.",
        "(self, text)",
        ("1ecaa42b04de558c799e779f8df6228140b40cb57d8c45a9b41acb8a755707eb",),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.Box.content_box_x",
        "Where the block of text begins.",
        "(self)",
        ("507754ce8cbe7aabe66bceb56ae321d76e1c7c6b31c2343ebf73d26139028d33",),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.Box.margin_width",
        "How wide a table is.",
        "(self)",
        ("2093fbbb225c4910eedf2c203b9917d623e80cb2575cb87724737f7887686584",),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.Box.is_in_normal_flow",
        "What is no note and no float.",
        "(self)",
        ("ae3892a287380d8b6ce01184438e504b00089ed215025517f4c6956da2195555",),
    ),
    Inner(
        "weasyprint.formatting_structure.boxes.Box.translate",
        "Moves what is no text along the line.",
        "(self, dx=0, dy=0, ignore_floats=False)",
        ("fe1c1dc601691e1be1da7c14b0d162e9d6c820b080643c386e96b27908943f9f",),
    ),
    # lines.py
    Inner(
        "weasyprint.css.ComputedStyle.copy",
        "A style of a paragraph's own, in which lines break where its text says.",
        "(self)",
        ("90e6ce693678a851d1fbbee9ef7b44f14b3fdda0267c62e041b422e87badc858",),
    ),
    Inner(
        "weasyprint.css.AnonymousStyle.copy",
        "The same for text that no element holds.",
        "(self)",
        ("ed995c2a8607b75492d09ade73cbc5f999cf8796fd53335a53e6c3fe16fc439e",),
    ),
    Inner(
        "weasyprint.layout.percent.resolve_one_percentage",
        "Tells the indent before the lines are made.",
        "(box, property_name, refer_to)",
        ("8abbba7df518308dfbf629ea8e3a7597379f4e4814f0d5d67bcd28bce0394f1c",),
    ),
    Inner(
        "weasyprint.layout.block._linebox_layout",
        "Asks for the lines of a page by the name in its module; moves their footnotes when they do not fit.",
        "(context, box, index, child, new_children, page_is_empty, absolute_boxes, fixed_boxes, "
        "adjoining_margins, bottom_space, position_y, skip_stack, first_letter_style, "
        "first_line_style, draw_bottom_decoration, max_lines)",
        ("2edf8a7e471b161a7e662979a7d77f247706ede9f143b67b986955ef0e491d8c",),
    ),
    Inner(
        "weasyprint.layout.inline.get_next_linebox",
        "Breaks lines at line feeds alone when white space is kept.",
        "(context, linebox, position_y, bottom_space, skip_stack, containing_block, "
        "absolute_boxes, fixed_boxes, first_letter_style, first_line_style)",
        ("85f1eff36fce2a087edabc99f159022c5a35c0db12c02df6f3ca68bc27ab4e72",),
    ),
    Inner(
        "weasyprint.layout.inline.split_text_box",
        "Gives a text box its pango_layout and its width.",
        "(context, box, available_width, skip, is_line_start=True)",
        ("eb75c8b916afcf2ca509d7564a595c2fae6718455bafc9fc24b1800a302fbbaf",),
    ),
    Inner(
        "weasyprint.layout.inline.text_align",
        "Calls justify_line with what a line lacks.",
        "(context, line, available_width, last)",
        ("79372fc12c3602fd9862fa1d6f75268a2f098e85384b095bfcda57eb05b4e933",),
    ),
    Inner(
        "weasyprint.text.line_break.Layout.__init__",
        "Takes attributes of ours (moves) beside its own.",
        "(self, style, justification_spacing=0, max_width=None)",
        ("e1ec983345b81bb958dde2fe4040f7c976574d8e3d959bd67b79f6ade6c689e0",),
    ),
    Inner(
        "weasyprint.text.line_break.Layout.setup",
        "Makes the Pango layout anew and leaves other attributes alone.",
        "(self, style)",
        ("97d605ad9767d73e275507e00a812e055a458708651503fb82b3f32168d017aa",),
    ),
    Inner(
        "weasyprint.text.line_break.Layout.set_text",
        "Has the text of the line in text, with what follows its first line feed cut off.",
        "(self, text, justify=False)",
        ("b1ff0c069c2bf9946e69dc27123f66eb962e72d60707f8a31603902d30c2cce3",),
    ),
    Inner(
        "weasyprint.text.line_break.Layout.get_first_line",
        "Gives the line whose glyphs are moved.",
        "(self)",
        ("370afb3c62a94d2f6d175adfad7a88c524081510fe236d14a474e5f8a7728351",),
    ),
    Inner(
        "weasyprint.text.line_break.Layout.deactivate",
        "Leaves text and moves in place.",
        "(self)",
        ("38c467a3a6e538da49348fa6035502355911b8d513e2b90909b510e4bce90972",),
    ),
    Inner(
        "weasyprint.text.line_break.split_first_line",
        "Ends a line at a line feed.",
        "(text, style, context, max_width, justification_spacing, is_line_start=True, minimum=False)",
        ("f5cfad56910a1b965f4dbc4a29e52c7f50f108decbe908400f9000dcf9a3fe3f",),
    ),
    Inner(
        "weasyprint.draw.text.draw_text",
        "Calls reactivate for each text that is drawn.",
        "(stream, textbox, offset_x, text_overflow, block_ellipsis)",
        ("d1cfa769e258eb9ac89a2389e16416adadb044cd238836a44719ff04f6b4bb9e",),
    ),
    Inner(
        "weasyprint.draw.text.draw_first_line",
        "Asks for one paragraph, then draws glyphs by their width and x_offset.",
        "(stream, textbox, text_overflow, block_ellipsis, matrix)",
        ("df38b8753e86c3bafab8030a68c4895dffedeec46102e0a882c6062c1484ab51",),
    ),
    Inner(
        "weasyprint.text.ffi.TO_UNITS",
        "Pango's units in a pixel.",
        "",
        ("e39eef82f61b21e2e7f762fcc4307358f165757f2e77ec855d6992f7e0191932",),
    ),
    Inner(
        "weasyprint.text.ffi.pango.pango_layout_set_single_paragraph_mode",
        "Asked for before glyphs are moved; asking again shapes nothing anew.",
        "void(*)(PangoLayout *, int)",
        (),
    ),
    Inner(
        "weasyprint.text.ffi.ffi:PangoLayoutLine",
        "Has runs.",
        "layout: PangoLayout *, start_index: int, length: int, runs: GSListRuns *, "
        "is_paragraph_start: unsigned int, resolved_dir: unsigned int",
        (),
    ),
    Inner(
        "weasyprint.text.ffi.ffi:GSListRuns",
        "Has data and next.",
        "data: PangoGlyphItem *, next: GSListRuns *",
        (),
    ),
    Inner(
        "weasyprint.text.ffi.ffi:PangoGlyphItem",
        "Has item and glyphs.",
        "item: PangoItem *, glyphs: PangoGlyphString *",
        (),
    ),
    Inner(
        "weasyprint.text.ffi.ffi:PangoItem",
        "Has offset and length, in bytes.",
        "offset: int, length: int, num_chars: int, analysis: PangoAnalysis",
        (),
    ),
    Inner(
        "weasyprint.text.ffi.ffi:PangoGlyphString",
        "Has num_glyphs, glyphs and log_clusters.",
        "num_glyphs: int, glyphs: PangoGlyphInfo *, log_clusters: int *",
        (),
    ),
    Inner(
        "weasyprint.text.ffi.ffi:PangoGlyphInfo",
        "Has geometry.",
        "glyph: unsigned int, geometry: PangoGlyphGeometry, attr: PangoGlyphVisAttr",
        (),
    ),
    Inner(
        "weasyprint.text.ffi.ffi:PangoGlyphGeometry",
        "Has width and x_offset, which are written.",
        "width: int, x_offset: int, y_offset: int",
        (),
    ),
    # footnotes.py
    Inner(
        "weasyprint.layout.LayoutContext.__init__",
        "Has footnotes, current_page_footnotes and current_footnote_area.",
        "(self, style_for, get_image_from_uri, font_config, counter_style, target_collector)",
        ("0bb7b09cd123424aff9d8aa0cee66621116bfa893f429fe03674fc010a89e9b2",),
    ),
    Inner(
        "weasyprint.layout.LayoutContext.layout_footnote",
        "Takes a footnote from those that wait to those of the page.",
        "(self, footnote)",
        ("13581cb46283df56d460bd76634a7e3af54adfff19d52655b5189168ef7c75a5",),
    ),
    Inner(
        "weasyprint.layout.LayoutContext.unlayout_footnote",
        "Takes it back when its line goes to the next page.",
        "(self, footnote)",
        ("053407751b1c751501f79771cc3902e92928e7fb96922fff929038ffc207705a",),
    ),
    Inner(
        "weasyprint.layout.page.make_page",
        "Makes an area of footnotes for each page, and moves footnotes to the next.",
        "(context, root_box, page_type, resume_at, page_number, page_state)",
        ("956a4c5f9b42bac835c50118675fcca791495d9264fe0a89a45025d99d732bbf",),
    ),
    # drawing.py, fonts.py, subsets.py, profile.py
    Inner(
        "weasyprint.DEFAULT_OPTIONS",
        "The options of drawing, all of which generate_pdf is given.",
        "",
        ("c6c3d969f4325fd1f97c42f3bd98d02f78ec34b2497b917287441a9b7c258246",),
    ),
    Inner(
        "weasyprint.pdf.generate_pdf",
        "Draws without writing; calls build_fonts_dictionary once, by its name in the module.",
        "(document, target, zoom, **options)",
        ("fd816c8d91ce1c941ebf5c26b557779c6ae22df1a71e41dd97e31bd730346222",),
    ),
    Inner(
        "weasyprint.pdf.stream.Stream.add_font",
        "Fills the fonts of a document, by keys of its own.",
        "(self, pango_font)",
        ("be84a5edbf0cc45e57b3783ec06ca1e178a9911e96919de7207783ba7cd9a67b",),
    ),
    Inner(
        "weasyprint.pdf.stream.Stream.marked",
        "Numbers what it marks, in a dictionary between the tag and the operator.",
        "(self, box, tag)",
        ("9cce103418861eadfc7bea37135888e1d062908c42d6894da9597bcfbb947135",),
    ),
    Inner(
        "weasyprint.pdf.anchors.add_links",
        "Links into the document have Dest, others A with URI.",
        "(links_and_anchors, matrix, pdf, page, names, tags)",
        ("e37fc9cd900c2b9ee92b88a382ba4d8d7548a148e38db7cdc476060eef7797c5",),
    ),
    Inner(
        "weasyprint.pdf.tags.add_tags",
        "Makes the structure and the tree of parents, which are put in order.",
        "(pdf, document, pdf_version, page_streams)",
        ("74d331d78a019795d6a6280e5a385eae4d83864cd663fd7a749bc33215b5312f",),
    ),
    Inner(
        "weasyprint.pdf.tags._build_box_tree",
        "One element for each box, and one for each line of a paragraph.",
        "(box, parent, pdf, page_number, nums, annotations, tags)",
        ("e8338d00c41d15e44fa8fee551485b32cae9cab59b17ca5220d562e0f314cb00",),
    ),
    Inner(
        "weasyprint.pdf.fonts.Font.__init__",
        "Has hash, family, weight, style, variations, bitmap, missing, name, flags, ascent, "
        "descent, widths, to_unicode and file_content.",
        "(self, pango_font, description, font_size)",
        ("64bade0f1b1f8867f8fafd658ae4737882b509f58a62dfae784386a24ef1bde1",),
    ),
    Inner(
        "weasyprint.pdf.fonts.Font.clean",
        "Takes a subset, in file_content, that keeps the numbers of glyphs.",
        "(self, to_unicode, hinting)",
        ("a1622dcb1ac5522583e8d07f8251934de5976fcf5e136d2626fd98d19c73bc94",),
    ),
    Inner(
        "weasyprint.pdf.fonts.Font.subset",
        "By HarfBuzz where it is there.",
        "(self, to_unicode, hinting)",
        ("cc193c734e48a5b4e8a8bff7c2cbff9c19517a185e47066f3eba24efa80c40da",),
    ),
    Inner(
        "weasyprint/pdf/sRGB2014.icc",
        "The colour profile of the book.",
        "",
        ("384b832de3412066743b52a75ee906b6fb9fb8d9e09e936fc2c43223815c6e0a",),
    ),
    # objects.py
    Inner(
        "pydyf.Object",
        "Objects are told apart by their classes.",
        "(object)",
        (),
    ),
    Inner(
        "pydyf.Dictionary",
        "Is a dict.",
        "(Object, dict)",
        (),
    ),
    Inner(
        "pydyf.Array",
        "Is a list.",
        "(Object, list)",
        (),
    ),
    Inner(
        "pydyf.Stream",
        "Is neither.",
        "(Object)",
        (),
    ),
    Inner(
        "pydyf.String",
        "Is neither, and has string.",
        "(Object)",
        (),
    ),
    Inner(
        "pydyf.Object.__init__",
        "Has number, None before the object is added.",
        "(self)",
        ("abd7bf450b89e7d4c91bd7af36995a6337cf40ca6383071377ea6ad6565a3f63",),
    ),
    Inner(
        "pydyf.Object.reference",
        "The number, the generation (always 0) and R.",
        "(self)",
        ("356666ef831d0fca804cb4476de317d305ff5decd3e907ac6ff879e43bd9a37c",),
    ),
    Inner(
        "pydyf.String.__init__",
        "Has string.",
        "(self, string='')",
        ("712bee68cf80b1591ac8abae4dfa467e61ded0f36f5195cb4c7d91094b7f95a1",),
    ),
    Inner(
        "pydyf.Stream.__init__",
        "Has stream, extra and compress.",
        "(self, stream=None, extra=None, compress=False)",
        ("faaccdfaf882bb76dec3b6b8d7ef69adbf9e559f7edf8df13d62446506346d4d",),
    ),
    Inner(
        "pydyf.Stream.begin_marked_content",
        "Three items: tag, dictionary, operator.",
        "(self, tag, property_list=None)",
        ("825378183925245c8671b4955dd0ed73f0e99487dea87760f0dff311311ec1e9",),
    ),
    Inner(
        "pydyf.Stream.data",
        "A dictionary, stream, the data, endstream, each on a line of its own.",
        "(self)",
        ("75aee5a28439ad451c4a583956c58a5f9877aebd8bafbd39600829a5fae50ac3",),
    ),
    Inner(
        "pydyf.PDF.__init__",
        "Has objects, by their numbers, and catalog.",
        "(self)",
        ("26b833f93eb378f3b65753ac7cd3cd7b029127e2049ce2ecc04154b2f9621bed",),
    ),
    Inner(
        "pydyf.PDF.add_page",
        "Adds a page to those that page_references tells.",
        "(self, page)",
        ("b81110a52db9328d0d16ef4d83c34572de2733394dd064b21def003af0675885",),
    ),
    Inner(
        "pydyf.PDF.add_object",
        "Gives an object its number.",
        "(self, object_)",
        ("02ec3e61844d0e5431c65191f649fb216caf03eeb8dd56e680796e25705dbd47",),
    ),
    Inner(
        "pydyf.PDF.page_references",
        "The references of the pages, in their order.",
        "(self)",
        ("80b7de568b63afc07af3dc16346222c3498805fa17f1db300d092fc00079a026",),
    ),
)
"""What ours calls, or needs to be as it is."""

INSIDE = (*REPLACED, *RELIED)
