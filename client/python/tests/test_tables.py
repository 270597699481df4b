"""Tables from CSV and NPZ, and the filter."""

import io
import unittest

import numpy
import pandas

from layerdyn import ArgumentError, NotFoundError, tables

CSV = b"""point,id,width,case,flag,seed,status,last_step,diverged_at,rows,loss
0,12e4,8,'=a,true,0,finished,40,,3,0.1
1,00ab,16,"[1, 2]",false,0,diverged,,12,0,
2,00ac,16,nan,false,1,finished,40,,3,1E-17
"""
TYPES = {
    "point": "integer",
    "id": "text",
    "width": "integer",
    "case": "text",
    "flag": "boolean",
    "seed": "integer",
    "status": "text",
    "last_step": "integer",
    "diverged_at": "integer",
    "rows": "integer",
    "loss": "number",
}


class CsvTests(unittest.TestCase):
    def setUp(self):
        self.table = tables.from_csv(CSV, TYPES)

    def test_columns_have_their_types(self):
        kinds = {name: str(kind) for name, kind in self.table.dtypes.items()}
        self.assertEqual(
            {
                "point": "int64",
                "id": "object",
                "width": "int64",
                "case": "object",
                "flag": "bool",
                "seed": "int64",
                "status": "object",
                "last_step": "Int64",
                "diverged_at": "Int64",
                "rows": "int64",
                "loss": "float64",
            },
            kinds,
        )

    def test_text_is_as_it_was_before_spreadsheets(self):
        self.assertEqual(["=a", "[1, 2]", "nan"], list(self.table["case"]))
        self.assertEqual("12e4", self.table["id"][0])

    def test_missing_values_are_missing_and_digits_are_kept(self):
        self.assertTrue(pandas.isna(self.table["loss"][1]))
        self.assertTrue(pandas.isna(self.table["last_step"][1]))
        self.assertEqual(12, self.table["diverged_at"][1])
        self.assertEqual(1e-17, self.table["loss"][2])

    def test_npz_gives_the_same_types(self):
        arrays = {"point": numpy.arange(2), "id": numpy.array(["a", "b"]), "last_step": numpy.array([40.0, numpy.nan])}
        file = io.BytesIO()
        numpy.savez(file, **arrays)
        file.seek(0)
        table = tables.from_npz(file)
        self.assertEqual(["int64", "object", "Int64"], [str(kind) for kind in table.dtypes])


class WhereTests(unittest.TestCase):
    def setUp(self):
        self.table = tables.from_csv(CSV, TYPES)

    def points(self, where):
        return list(tables.select(self.table, where, "the sweep")["point"])

    def test_a_dict_names_values_or_lists_of_them(self):
        self.assertEqual([1, 2], self.points({"width": 16}))
        self.assertEqual([2], self.points({"width": [16, 8], "seed": 1}))
        self.assertEqual([0], self.points({"flag": True}))
        self.assertEqual([1], self.points({"case": [1, 2]}))
        self.assertEqual([0, 2], self.points({"case": ["=a", "nan"]}))
        self.assertEqual([0], self.points({"loss": lambda loss: loss > 0.01}))
        self.assertEqual([1], self.points({"width": 16.00001, "seed": 0}))  # six digits name a value
        self.assertEqual([], self.points({"status": "failed"}))

    def test_a_query_or_a_function_will_do(self):
        self.assertEqual([0], self.points("width < 10 and loss > 0"))
        self.assertEqual([2], self.points(lambda table: table["seed"] == 1))

    def test_what_is_not_there_is_named_with_what_is(self):
        with self.assertRaisesRegex(NotFoundError, "no column 'widht' in the sweep; did you mean 'width'"):
            self.points({"widht": 8})
        with self.assertRaisesRegex(NotFoundError, "width = 32; valid names: 16, 8"):
            self.points({"width": 32})
        with self.assertRaisesRegex(ArgumentError, "width holds numbers"):
            self.points({"width": "wide"})
        with self.assertRaisesRegex(ArgumentError, "no condition"):
            self.points("width <")
        with self.assertRaisesRegex(ArgumentError, "where is a list"):
            self.points([1])
