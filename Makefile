# Every target is a script that can be run by itself where there is no make.
.PHONY: help setup demo test lint lowest acceptance bench fuzz clean

help:
	@echo "make demo        生成示例法规库的网站、书、索引、订阅源，放在 out/"
	@echo "make test        代码检查和全部测试"
	@echo "make lint        只做代码检查"
	@echo "make lowest      用各项依赖的最低版本跑全部测试"
	@echo "make acceptance  在 ../shared/data 的真实文本上跑一遍，列出各项数字（ARGS=--without-print 不排印）"
	@echo "make bench       计时"
	@echo "make fuzz        把损坏的、恶意的文件送入导入程序，列出各项数字（ARGS='--seed 1 --minutes 10'）"
	@echo "make clean       删去 out/ 和 .venv*/"

setup:
	@sh scripts/setup.sh test

demo:
	@sh scripts/demo.sh

test:
	@sh scripts/test.sh $(ARGS)

lint:
	@sh scripts/lint.sh

lowest:
	@sh scripts/lowest.sh $(ARGS)

acceptance:
	@sh scripts/acceptance.sh $(ARGS)

bench:
	@sh scripts/bench.sh $(ARGS)

fuzz:
	@sh scripts/fuzz.sh $(ARGS)

clean:
	@rm -rf out .venv .venv-lowest
