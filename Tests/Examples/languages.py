"""The small study in C, C++, Python and Lua prints the same bytes, on one processor too."""

import sys

from harness import LIBRARY, LUA, OUT, output, same, test

reference = ""


@test
def c():
    """the small study in C"""
    global reference
    output("gcc", "-std=c99", "-O1", "examples/c/small_study.c", *LIBRARY, "-o", OUT / "small_study_c")
    reference = output(OUT / "small_study_c")
    lines = reference.splitlines()
    assert lines[0].startswith("hermetic ") and len([line for line in lines if line.startswith("event ")]) == 24
    assert len([line for line in lines if line.startswith("epsilon ")]) == 2


@test
def cpp():
    """the small study in C++ prints the bytes of the one in C"""
    output("g++", "-std=c++17", "-O1", "examples/cpp/small_study.cpp", *LIBRARY, "-o", OUT / "small_study_cpp")
    same("C++", output(OUT / "small_study_cpp"), reference)


@test
def python():
    """the small study in Python prints the bytes of the one in C"""
    same("Python", output(sys.executable, "examples/python/small_study.py"), reference)


@test
def lua():
    """the small study in Lua prints the bytes of the one in C"""
    same("Lua", output("lua5.4", "examples/lua/small_study.lua", environment=LUA), reference)


@test
def one_processor():
    """the small study prints the same bytes on one processor"""
    same("taskset", output("taskset", "-c", "0", OUT / "small_study_c"), reference)
